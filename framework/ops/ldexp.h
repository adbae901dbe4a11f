#pragma once

#include "framework/ops/operand.h"

namespace cornu::ops {

/// a times 2 to the power of b, an integer.
Tensor ldexp(const Operand& a, const Operand& b);

}  // namespace cornu::ops
