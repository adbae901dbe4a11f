#pragma once

#include "framework/ops/operand.h"

/// The public functions of unary.def and binary.def: `ops::tanh(x)`, `ops::maximum(a, b)`.
namespace cornu::ops {

#define UNARY(name, ...) Tensor name(const Operand& x);
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(name, ...) Tensor name(const Operand& a, const Operand& b);
#include "framework/ops/binary.def"
#undef BINARY

}  // namespace cornu::ops
