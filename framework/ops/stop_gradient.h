#pragma once

#include "framework/ops/operand.h"

namespace cornu::ops {

/// x itself, as a constant to gradients.
Tensor stop_gradient(const Operand& variable);

}  // namespace cornu::ops
