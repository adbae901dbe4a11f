#include "apps/cornu/run_arguments.h"

#include <sched.h>

#include <CLI/CLI.hpp>
#include <cmath>

#include "framework/base/strings.h"
#include "framework/base/team.h"
#include "framework/runtime/messages.h"

namespace cornu::program {

namespace {

/// Cores that this process may run on.
int cores() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
}

}  // namespace

void RunArguments::add_to(CLI::App& command) {
  command.add_option("RUN", path, "A run file.")->required();
  command.add_option("--set", overrides, "Sets a value of it: fit.epochs=3. May be repeated.")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false);
  command.add_option("--device", device, "\"auto\", \"cpu\", \"gpu\" or \"gpu:1\".");
  command.add_option("--threads", threads, "Threads of the CPU.")->check(at_least(1));
}

void RunArguments::set_threads() const {
  if (threads > cores())
    warn(concat("--threads ", threads, ": there are ", cores(),
                " cores; more threads would wait for one another, so that many are used."));
  if (threads > 0) set_num_threads(std::min(threads, cores()));
}

CLI::Validator at_least(int64_t least) {
  return {[least](const std::string& text) {
            int64_t value = 0;
            const bool whole = CLI::detail::lexical_cast(text, value);
            return whole && value >= least ? std::string()
                                           : concat("it must be a whole number of at least ", least,
                                                    ", not ", quote(text), ".");
          },
          "INT"};
}

CLI::Validator positive_number() {
  return {[](const std::string& text) {
            double value = 0;
            const bool number = CLI::detail::lexical_cast(text, value);
            return number && value > 0 && std::isfinite(value)
                       ? std::string()
                       : concat("it must be a number above 0, not ", quote(text), ".");
          },
          ""};
}

}  // namespace cornu::program
