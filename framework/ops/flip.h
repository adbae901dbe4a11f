#pragma once

#include "framework/ops/axes.h"
#include "framework/ops/operand.h"

namespace cornu {

struct FlipOptions {
  Axes axis = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes to turn round; null: all.");
  }
};

namespace ops {

/// The elements in reversed order along axes.
Tensor flip(const Operand& x, const FlipOptions& options = {});

}  // namespace ops

}  // namespace cornu
