#include "framework/base/version.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"

namespace cornu::program {

void add_version(CLI::App& program) {
  program.add_subcommand("version", "Print the version.")->callback([] {
    std::cout << "cornu " << version() << '\n';
  });
}

}  // namespace cornu::program
