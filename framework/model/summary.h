#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "framework/base/config_value.h"

namespace cornu {

class ModelBase;

struct SummaryOptions {
  std::optional<int64_t> line_length = {};
  std::vector<double> positions = {};
  bool expand_nested = false;
  bool show_trainable = false;
  std::optional<std::pair<std::string, std::string>> layer_range = {};
  static void fields(auto& field, auto& config) {
    field("line_length", config.line_length, "Width of the table.");
    field("positions", config.positions, "Right edges of the columns, as shares or absolute.");
    field("expand_nested", config.expand_nested, "Shows the layers of nested models.");
    field("show_trainable", config.show_trainable, "Adds a column: trainable or not.");
    field("layer_range", config.layer_range, "First and last layer shown, by name.");
  }
};

/// Keras's table of a model's layers.
std::string summary_text(ModelBase& model, const SummaryOptions& options);

}  // namespace cornu
