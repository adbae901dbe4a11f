#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/elementwise_ops.h"

namespace cornu {

struct RoundOptions {
  int64_t decimals = 0;
  static void fields(auto& field, auto& config) {
    field("decimals", config.decimals, "Digits that are left behind the point.");
  }
};

namespace ops {

/// Rounded to that many decimals, halves to the even digit.
Tensor round_to(const Operand& x, const RoundOptions& options);
inline Tensor round(const Operand& x, const RoundOptions& options) { return round_to(x, options); }

}  // namespace ops

}  // namespace cornu
