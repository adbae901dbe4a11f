#pragma once

#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct BroadcastToOptions {
  Shape shape = {};
  static void fields(auto& field, auto& config) {
    field("shape", config.shape, "The shape to repeat the elements to.");
  }
};

namespace ops {

/// Repeats x along new axes and axes of size 1.
Tensor broadcast_to(const Operand& x, const BroadcastToOptions& options);

}  // namespace ops

}  // namespace cornu
