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

/// x, but `low` where it is below, `high` where above: scalars of x's element type, which stays (an
/// op on both would make uint32 of uint64). No gradient flows to them.
Tensor at_least(const Tensor& x, const Tensor& low);
Tensor at_most(const Tensor& x, const Tensor& high);

namespace ops {

/// x, cut to a range; its gradient is 0 outside.
Tensor clip(const Operand& x, const ClipOptions& options);

}  // namespace ops

}  // namespace cornu
