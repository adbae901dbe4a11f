#pragma once

#include "framework/ops/reduce.h"

namespace cornu::ops {

/// The mean squared distance from the mean; of halves computed in float32.
Tensor var(const Operand& x, const ReduceOptions& options = {});
/// The square root of the variance.
Tensor std(const Operand& x, const ReduceOptions& options = {});

}  // namespace cornu::ops
