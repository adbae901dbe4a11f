#pragma once

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace cornu::program {

/// What every command that opens a run file takes.
struct RunArguments {
  std::string path;
  std::vector<std::string> overrides;
  std::string device;
  int threads = 0;  ///< 0: as the environment says.

  /// Adds them to a command.
  void add_to(CLI::App& command);
  /// Before anything runs.
  void set_threads() const;
};

}  // namespace cornu::program
