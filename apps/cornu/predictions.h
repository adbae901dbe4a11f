#pragma once

#include <string>
#include <vector>

#include "framework/model/model.h"

namespace cornu::program {

/// A model's outputs, with what they are called.
struct Predictions {
  std::vector<std::string> names;  ///< Of the outputs.
  Tensors outputs;
  std::vector<std::string> samples;      ///< Names of the samples, where they have some.
  std::vector<std::string> class_names;  ///< What a classifier's outputs mean; may be empty.
};

/// Whether such a file can be written: .npz, .json or, of one output, .csv; ConfigError otherwise.
void check_predictions_path(const std::string& path, size_t outputs);
void write_predictions(const Predictions& predictions, const std::string& path);
/// For people: of a classifier each sample's likeliest three classes, else JSON.
std::string predictions_text(const Predictions& predictions);

}  // namespace cornu::program
