#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/interruption.h"
#include "apps/cornu/run_arguments.h"
#include "apps/cornu/run_failed.h"
#include "framework/base/atomic_file.h"
#include "framework/config/output_folder.h"
#include "framework/config/results.h"
#include "framework/config/training_plan.h"
#include "framework/saving/model_file.h"

namespace cornu::program {

namespace {

struct Arguments {
  RunArguments run;
  std::string output;
};

void write_json(const std::string& path, const Json& json) {
  write_file(path, json.dump(2) + "\n");
}

void train(const Arguments& arguments) {
  arguments.run.set_threads();
  Run run = open_run(arguments.run.path,
                     {.overrides = arguments.run.overrides, .device = arguments.run.device});
  if (!arguments.output.empty()) run.file.output = arguments.output;
  if (run.file.output.empty()) run.file.output = default_output(run.path);
  const OutputFolder output(run.file.output);
  const TrainingPlan plan(run);
  output.make({"model.keras", "run.json", "history.json", "evaluation.json"});
  const Interruption interruption;
  run_work([&] {
    const History history = plan.fit({interruption.callback()});
    const std::optional<Logs> scores =
        interruption.asked() ? std::optional<Logs>() : plan.evaluate();
    output.remove("evaluation.json");  // of another model
    const std::string model_path = output / "model.keras";
    save_model(run.model, model_path);
    write_json(output / "run.json", resolved_run(run));
    write_json(output / "history.json", to_json(history));
    if (scores) {
      write_json(output / "evaluation.json", to_json(*scores));
      std::cout << "test";
      for (const auto& [name, value] : *scores) std::cout << "  " << name << ": " << value;
      std::cout << '\n';
    }
    if (interruption.asked())
      throw RunFailed(concat("interrupted; what was trained is saved as ", model_path, "."));
    std::cout << "saved " << model_path << "; predict with: cornu predict " << model_path
              << " --data x.npz\n";
  });
}

}  // namespace

void add_train(CLI::App& program) {
  CLI::App* command = program.add_subcommand("train", "Train a model as a run file says.");
  const auto arguments = std::make_shared<Arguments>();
  arguments->run.add_to(*command);
  command->add_option("--output", arguments->output, "The folder of results.");
  command->callback([arguments] { train(*arguments); });
}

}  // namespace cornu::program
