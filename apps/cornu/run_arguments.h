#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
class Validator;
}  // namespace CLI

namespace cornu::program {

/// What every command that opens a run file takes.
struct RunArguments {
  std::string path;
  std::vector<std::string> overrides;
  std::string device;
  int threads = 0;  ///< 0: as the environment says.

  /// Adds them to a command.
  void add_to(CLI::App& command);
  /// Before anything runs; warns where there are fewer cores.
  void set_threads() const;
};

/// Of an option's value: whole and not below `least`.
CLI::Validator at_least(int64_t least);
/// Of an option's value: finite and above 0.
CLI::Validator positive_number();

}  // namespace cornu::program
