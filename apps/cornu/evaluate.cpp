#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/run_arguments.h"
#include "apps/cornu/run_failed.h"
#include "framework/config/results.h"
#include "framework/data/source.h"
#include "framework/data/sources/npz.h"
#include "framework/model/rehearsal.h"
#include "framework/saving/model_file.h"

namespace cornu::program {

namespace {

struct Arguments {
  std::string path, data, output;
  std::vector<std::string> overrides;
  int64_t batch_size = 32;
  bool as_json = false;
};

Dataset read_npz(const Model& model, const std::string& path) {
  const Dataset data = npz_source.load(
      ConfigValue(data::NpzOptions{.path = path}),
      {.folders = {"."}, .inputs = model.input_names(), .outputs = model.output_names()});
  try {
    check_inputs(model, data.x());
  } catch (Error& error) {
    error.add_place(concat("in ", path));
    throw;
  }
  return data;
}

/// The model that a run file has trained, which lies in its output folder, and its test data or
/// those of --data.
std::pair<Model, Dataset> open_trained(const Arguments& arguments) {
  const Run run = open_run(arguments.path, {.overrides = arguments.overrides});
  const std::string output = !arguments.output.empty()  ? arguments.output
                             : !run.file.output.empty() ? run.file.output
                                                        : default_output(arguments.path);
  const Model model = load_model(output + "/model.keras");
  if (!arguments.data.empty()) return {model, read_npz(model, arguments.data)};
  if (!run.file.data.test)
    fail<ConfigError>(
        "the run file has no \"data.test\".\n  hint: --data D.npz gives other data.\n"
        "  at ",
        arguments.path);
  return {model, run.load(*run.file.data.test)};
}

std::pair<Model, Dataset> open(const Arguments& arguments) {
  if (!arguments.path.ends_with(".keras")) return open_trained(arguments);
  if (arguments.data.empty())
    fail<ConfigError>(
        "evaluate: a model needs data: --data D.npz with the arrays \"x\" and \"y\".");
  const Model model = load_model(arguments.path);
  return {model, read_npz(model, arguments.data)};
}

void evaluate(const Arguments& arguments) {
  const auto [model, data] = open(arguments);
  if (!model.compiled())
    fail<ConfigError>(arguments.path, ": the model is not compiled: it has no loss or metrics.");
  try {
    Rehearsal(model.trainer(), data, arguments.batch_size).check();
  } catch (Error& error) {
    error.add_place(concat("in ", arguments.data.empty() ? arguments.path : arguments.data));
    throw;
  }
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
  command->add_option("--set", arguments->overrides, "Sets a value of a run file.")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->add_option("--output", arguments->output, "The folder that has a run file's results.");
  command->add_option("--batch-size", arguments->batch_size, "Samples of a step.")
      ->check(at_least(1));
  command->add_flag("--json", arguments->as_json, "As JSON.");
  command->callback([arguments] { evaluate(*arguments); });
}

}  // namespace cornu::program
