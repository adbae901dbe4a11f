#pragma once

#include "framework/ops/operand.h"

/// The second names of aliases.def.
namespace cornu::ops {

#define ALIAS(name, ...) Tensor name(const Operand& x);
#define ALIAS2(name, ...) Tensor name(const Operand& a, const Operand& b);
#include "framework/ops/aliases.def"
#undef ALIAS
#undef ALIAS2

}  // namespace cornu::ops
