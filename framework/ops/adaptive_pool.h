#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct AdaptivePoolOptions {
  Sizes output_size = 1;
  std::optional<Choice<DataFormat>> data_format = {};
  static void fields(auto& field, auto& config) {
    field("output_size", config.output_size, "The spatial sizes of the result, one or for each.");
    field("data_format", config.data_format, "Where the channels stand; null: last.");
  }
};

namespace ops {

/// Pooling to given sizes over 1 to 3 spatial axes: of an axis of n elements, result i of m is made
/// of those from ⌊i n / m⌋ to ⌈(i + 1) n / m⌉.
Tensor adaptive_average_pool(const Operand& inputs, const AdaptivePoolOptions& options);
Tensor adaptive_max_pool(const Operand& inputs, const AdaptivePoolOptions& options);

}  // namespace ops

}  // namespace cornu
