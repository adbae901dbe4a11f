#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"
#include "framework/config/run.h"
#include "framework/saving/model_file.h"

namespace cornu::program {

namespace {

struct Arguments {
  std::string path;
  std::vector<std::string> overrides;
};

}  // namespace

void add_summary(CLI::App& program) {
  CLI::App* command = program.add_subcommand("summary", "Print the table of a model's layers.");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("MODEL|RUN", arguments->path, "A .keras file or a run file.")->required();
  command->add_option("--set", arguments->overrides, "Sets a value of it. May be repeated.")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command->callback([arguments] {
    if (!arguments->path.ends_with(".keras"))
      std::cout << open_run(arguments->path, {.overrides = arguments->overrides}).model.summary();
    else
      std::cout << load_model(arguments->path).summary();
  });
}

}  // namespace cornu::program
