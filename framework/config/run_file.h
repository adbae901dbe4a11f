#pragma once

#include <optional>
#include <string>
#include <vector>

#include "framework/config/fit_section.h"
#include "framework/config/source_spec.h"
#include "framework/nn/dtype_policy.h"

namespace cornu {

/// The section "data": what to train on, to validate on after each epoch, and to test on at last.
struct DataSection {
  std::optional<SourceSpec> train = {};
  std::optional<SourceSpec> validation = {};
  std::optional<SourceSpec> test = {};
  static void fields(auto& field, auto& config) {
    field("train", config.train, "What the model is trained on.");
    field("validation", config.validation, "What it is evaluated on after each epoch.");
    field("test", config.test, "What it is evaluated on at last.");
  }
};

/// A run file: a model, how it is compiled, data, and how it is fitted to them.
struct RunFile {
  std::optional<int64_t> seed = {};
  std::string device = "auto";
  DTypePolicy dtype_policy = "float32";
  Json model = {};
  Json compile = {};
  DataSection data = {};
  FitSection fit = {};
  std::string output = {};
  Json environment = {};
  Json json = {};  ///< As it was written, for messages.
  static void fields(auto& field, auto& config) {
    field("seed", config.seed, "Seeds everything random; null: a new one each time.");
    field("device", config.device, "\"auto\", \"cpu\", \"gpu\" or \"gpu:1\".");
    field("dtype_policy", config.dtype_policy, "Of all layers that have none of their own.");
    field("model", config.model,
          "What Keras's to_json writes, the same by hand with defaults left out, or "
          "{\"path\": \"model.keras\"}.");
    field("compile", config.compile, "The arguments of compile; null: the model file's own.");
    field("data", config.data, "Data sources.");
    field("fit", config.fit, "The arguments of fit.");
    field("output", config.output, "The folder of results; default: runs/<the file's name>.");
    field("environment", config.environment,
          "What run.json notes of a run that was made: version, device, threads; not read.");
  }
};

/// Reads a run file, with values set on the command line as apply_override does. ConfigError with
/// line and column for whatever it may not say; FileError where it cannot be read.
RunFile read_run_file(const std::string& path, const std::vector<std::string>& overrides = {});

/// The number that a key of "class_weight" is; nothing where it is none.
std::optional<int64_t> label_of(const std::string& text);

/// `runs/mnist_cnn` for `configs/mnist_cnn.json`.
std::string default_output(const std::string& run_file);

}  // namespace cornu
