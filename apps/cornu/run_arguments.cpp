#include "apps/cornu/run_arguments.h"

#include <CLI/CLI.hpp>

#include "framework/base/team.h"

namespace cornu::program {

void RunArguments::add_to(CLI::App& command) {
  command.add_option("RUN", path, "A run file.")->required();
  command.add_option("--set", overrides, "Sets a value of it: fit.epochs=3. May be repeated.")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command.add_option("--device", device, "\"auto\", \"cpu\", \"gpu\" or \"gpu:1\".");
  command.add_option("--threads", threads, "Threads of the CPU.")->check(CLI::Range(1, 4096));
}

void RunArguments::set_threads() const {
  if (threads > 0) set_num_threads(threads);
}

}  // namespace cornu::program
