#pragma once

#include "framework/ops/operand.h"

namespace cornu::ops {

/// Cast to another element type; what it cannot hold becomes the nearest of its finite numbers that
/// x's type can hold too.
Tensor saturate_cast(const Operand& x, DType dtype);

}  // namespace cornu::ops
