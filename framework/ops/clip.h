#pragma once

#include "framework/ops/operand.h"

namespace cornu {

struct ClipOptions {
  double x_min = 0;
  double x_max = 0;
  static void fields(auto& field, auto& config) {
    field("x_min", config.x_min, "What smaller elements become.");
    field("x_max", config.x_max, "What larger elements become.");
  }
};

namespace ops {

/// x, cut to a range; its gradient is 0 outside.
Tensor clip(const Operand& x, const ClipOptions& options);

}  // namespace ops

}  // namespace cornu
