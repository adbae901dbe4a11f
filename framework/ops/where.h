#pragma once

#include "framework/ops/operand.h"

namespace cornu::ops {

/// a where `condition` holds, else b; all three broadcast.
Tensor where(const Operand& condition, const Operand& a, const Operand& b);

}  // namespace cornu::ops
