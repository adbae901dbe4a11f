#pragma once

#include "framework/ops/reduce.h"

namespace cornu::ops {

/// log Σ exp(x) over axes, exact where exp(x) overflows.
Tensor logsumexp(const Operand& x, const ReduceOptions& options = {});

}  // namespace cornu::ops
