#pragma once

#include "framework/ops/operand.h"

/// What Keras's functions of complex numbers give for real ones, the only ones there are.
namespace cornu::ops {

/// x itself.
Tensor conjugate(const Operand& x);
/// Zeros of x's shape and element type.
Tensor imag(const Operand& x);
/// x itself.
Tensor real(const Operand& x);

}  // namespace cornu::ops
