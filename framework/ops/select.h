#pragma once

#include "framework/ops/operand.h"

namespace cornu::ops {

/// Of each place: the choice whose condition holds first there, else the default.
Tensor select(const OperandList& condlist, const OperandList& choicelist,
              const Operand& otherwise = 0);

}  // namespace cornu::ops
