#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/run_failed.h"
#include "framework/config/results.h"
#include "framework/data/source.h"
#include "framework/data/sources/npz.h"
#include "framework/saving/model_file.h"

namespace cornu::program {

namespace {

struct Arguments {
  std::string path, data;
  int64_t batch_size = 32;
  bool as_json = false;
};

Dataset read_npz(const std::string& path) {
  return npz_source.load(ConfigValue(data::NpzOptions{.path = path}), {"."});
}

/// The test data of a run file, whose trained model lies in its output folder.
std::pair<Model, Dataset> open_trained(const std::string& path) {
  const Run run = open_run(path);
  if (!run.file.data.test) fail<ConfigError>("the run file has no \"data.test\".\n  at ", path);
  const std::string output = run.file.output.empty() ? default_output(path) : run.file.output;
  return {load_model(output + "/model.keras"), run.load(*run.file.data.test)};
}

std::pair<Model, Dataset> open(const Arguments& arguments) {
  if (!arguments.path.ends_with(".keras")) {
    auto [model, test] = open_trained(arguments.path);
    if (arguments.data.empty()) return {model, test};
    return {model, read_npz(arguments.data)};
  }
  if (arguments.data.empty())
    fail<ConfigError>(
        "evaluate: a model needs data: --data D.npz with the arrays \"x\" and \"y\".");
  return {load_model(arguments.path), read_npz(arguments.data)};
}

void evaluate(const Arguments& arguments) {
  const auto [model, data] = open(arguments);
  if (!model.compiled())
    fail<ConfigError>(arguments.path, ": the model is not compiled: it has no loss or metrics.");
  run_work([&model = model, &data = data, &arguments] {
    const Logs scores = model.evaluate(data, {.batch_size = arguments.batch_size, .verbose = 0});
    if (arguments.as_json) std::cout << to_json(scores).dump(2) << '\n';
    if (!arguments.as_json)
      for (const auto& [name, value] : scores) std::cout << name << ": " << value << '\n';
  });
}

}  // namespace

void add_evaluate(CLI::App& program) {
  CLI::App* command = program.add_subcommand("evaluate", "Print loss and metrics on data.");
  const auto arguments = std::make_shared<Arguments>();
  command
      ->add_option("MODEL|RUN", arguments->path, "A .keras file, or a run file that was trained.")
      ->required();
  command->add_option("--data", arguments->data, "An .npz file with arrays x and y.");
  command->add_option("--batch-size", arguments->batch_size, "Samples of a step.")
      ->check(CLI::PositiveNumber);
  command->add_flag("--json", arguments->as_json, "As JSON.");
  command->callback([arguments] { evaluate(*arguments); });
}

}  // namespace cornu::program
