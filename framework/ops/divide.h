#pragma once

#include "framework/ops/operand.h"

namespace cornu::ops {

/// The quotient: true_divide, under NumPy's other name.
Tensor divide(const Operand& a, const Operand& b);

}  // namespace cornu::ops
