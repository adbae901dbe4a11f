#pragma once

#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"

namespace cornu {

extern const OpDef copy_def;

namespace ops {

/// The same elements in memory of their own.
Tensor copy(const Operand& x);

}  // namespace ops

}  // namespace cornu
