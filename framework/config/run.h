#pragma once

#include <string>
#include <vector>

#include "framework/config/run_file.h"
#include "framework/model/model.h"

namespace cornu {

/// What the command line says beside the run file.
struct RunOptions {
  std::vector<std::string> overrides = {};  ///< As apply_override takes them.
  std::string device = {};                  ///< Instead of the file's.
};

/// A run file, and what it describes, made.
struct Run {
  std::string path;
  RunFile file;
  uint64_t seed;
  std::vector<std::string> folders;  ///< Where relative paths lead first.
  Model model;

  /// Reads one of the sections of "data" and checks that the model takes it.
  Dataset load(const SourceSpec& source) const;
};

/// ShapeError where the model does not take such inputs.
void check_inputs(const Model& model, const TensorStruct& x);

/// Reads a run file, sets the process's seed, device and dtype policy, and makes the model. Throws
/// what read_run_file throws, and ConfigError or ShapeError where the model cannot be made.
Run open_run(const std::string& path, const RunOptions& options = {});

}  // namespace cornu
