#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/cornu/commands.h"
#include "framework/base/team.h"
#include "framework/runtime/backend.h"

namespace cornu::program {

void add_devices(CLI::App& program) {
  program.add_subcommand("devices", "List the devices, and why one cannot be used.")->callback([] {
    std::cout << "cpu:0  " << num_threads() << (num_threads() == 1 ? " thread" : " threads") << ", "
              << backend_of({}).describe(0) << '\n';
    std::cout << "gpu    not usable: this program was built without a GPU backend\n";
  });
}

}  // namespace cornu::program
