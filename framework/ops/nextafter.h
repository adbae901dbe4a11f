#pragma once

#include "framework/ops/operand.h"

namespace cornu::ops {

/// The next number after a on the way to b, in the result's element type. (TensorFlow takes it in
/// float64 and rounds it back, which gives a itself: here it is what the name says.)
Tensor nextafter(const Operand& a, const Operand& b);

}  // namespace cornu::ops
