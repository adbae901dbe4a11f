#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/interruption.h"
#include "apps/cornu/run_arguments.h"
#include "apps/cornu/run_failed.h"
#include "framework/base/atomic_file.h"
#include "framework/base/text.h"
#include "framework/config/output_folder.h"
#include "framework/config/results.h"
#include "framework/config/training_plan.h"
#include "framework/data/zip_reader.h"
#include "framework/model/callbacks/backup_and_restore.h"
#include "framework/model/callbacks/history.h"
#include "framework/runtime/messages.h"
#include "framework/saving/model_file.h"

namespace cornu::program {

namespace {

struct Arguments {
  RunArguments run;
  std::string output;
  bool resume = false;
};

void write_json(const std::string& path, const Json& json) {
  write_file(path, json.dump(2) + "\n");
}

/// Whether it came to its end.
bool fit(const TrainingPlan& plan, const CallbackRef& history, const std::string& backup_folder) {
  const std::string backup = callbacks::backup_file(backup_folder);
  const Interruption interruption;
  try {
    // It stays until the results are written: what happens to them then can be made good.
    plan.fit({history,
              callbacks::BackupAndRestore(backup_folder,
                                          {.delete_checkpoint = false, .most_time = 0.05}),
              interruption.callback(backup)});
    return true;
  } catch (const Interrupted&) {
    return false;
  }
}

/// A run that was killed goes on; any other starts anew.
void prepare_backup(const Arguments& arguments, const std::string& folder) {
  check_folder(folder);
  const std::string backup = callbacks::backup_file(folder);
  if (!arguments.resume)
    callbacks::remove_backup(folder);
  else if (std::filesystem::exists(backup))
    (void)ZipReader::open(backup);  // a damaged one is found before training
  else
    warn(concat("There is no unfinished run in ", folder_of(folder), ": training starts anew."));
}

/// What run.json replaces may be a run.json, but not a file that somebody wrote.
void keep_run_file(const Run& run, const OutputFolder& output) {
  std::error_code missing;
  const bool same = std::filesystem::equivalent(run.path, output / "run.json", missing);
  if (same && !missing && !run.file.json.contains("environment"))
    fail<ConfigError>("the results would replace the run file ", quote(run.path), ": they go to ",
                      quote(output.path()),
                      ".\n  hint: choose another \"output\", or another name for it.");
}

void train(const Arguments& arguments) {
  arguments.run.set_threads();
  Run run = open_run(arguments.run.path,
                     {.overrides = arguments.run.overrides, .device = arguments.run.device});
  if (!arguments.output.empty()) run.file.output = arguments.output;
  if (run.file.output.empty()) run.file.output = default_output(run.path);
  OutputFolder output(run.file.output);
  keep_run_file(run, output);
  const TrainingPlan plan(run);
  output.make({"model.keras", "run.json", "history.json", "evaluation.json"});
  prepare_backup(arguments, output / "backup");
  run_work([&] {
    const CallbackRef history = callbacks::History();
    const bool done = fit(plan, history, output / "backup");
    const std::optional<Logs> scores = done ? plan.evaluate() : std::optional<Logs>();
    const std::string model_path = output / "model.keras";
    save_model(run.model, model_path);
    output.remove("evaluation.json");  // of another model
    write_json(output / "run.json", resolved_run(run));
    write_json(output / "history.json", to_json(history.as<HistoryCallback>().history()));
    if (scores) {
      write_json(output / "evaluation.json", to_json(*scores));
      std::cout << "test";
      for (const auto& [name, value] : *scores) std::cout << "  " << name << ": " << value;
      std::cout << '\n';
    }
    if (done) callbacks::remove_backup(output / "backup");
    if (!done)
      throw RunFailed(concat("interrupted; what was trained is saved as ", model_path,
                             ".\n  hint: the same command with --resume goes on."));
    const std::string shown = printable(model_path);
    std::cout << "saved " << shown << "; predict with: cornu predict " << shown
              << " --data x.npz\n";
  });
}

}  // namespace

void add_train(CLI::App& program) {
  CLI::App* command = program.add_subcommand("train", "Train a model as a run file says.");
  const auto arguments = std::make_shared<Arguments>();
  arguments->run.add_to(*command);
  command->add_option("--output", arguments->output, "The folder of results.");
  command->add_flag("--resume", arguments->resume,
                    "Go on with the run in that folder that was killed, from its last epoch.");
  command->callback([arguments] { train(*arguments); });
}

}  // namespace cornu::program
