#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

struct PSNROptions {
  double max_val = 1;
  static void fields(auto& field, auto& config) {
    field("max_val", config.max_val, "The largest value that a signal can have.");
  }
};

namespace ops {

/// The peak signal-to-noise ratio of two signals in decibels: 20 log10(max_val) − 10 log10 of the
/// mean squared difference; infinite where they are equal.
Tensor psnr(const Operand& x1, const Operand& x2, const PSNROptions& options);

}  // namespace ops

}  // namespace cornu
