#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct OneHotOptions {
  int64_t num_classes = 0;
  int64_t axis = -1;
  std::optional<DType> dtype = {};
  bool sparse = false;
  static void fields(auto& field, auto& config) {
    field("num_classes", config.num_classes, "The size of the new axis.");
    field("axis", config.axis, "Where the new axis stands in the result.");
    field("dtype", config.dtype, "The element type of the result; null: float32.");
    field("sparse", config.sparse, "Refused: there are no sparse tensors.");
  }
};

namespace ops {

/// 1 where the new axis's index equals x, else 0; all 0 where x is no class.
Tensor one_hot(const Operand& x, const OneHotOptions& options);
/// 1 at the place of every class that a row of labels holds: the largest of their one_hot over its
/// axis 1, or 0 where the labels have one axis. [n, labels] → [n, classes].
Tensor multi_hot(const Operand& inputs, const OneHotOptions& options);

}  // namespace ops

}  // namespace cornu
