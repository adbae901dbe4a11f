#pragma once

#include "framework/ops/public.h"

namespace cornu::ops {

/// NumPy's basic indexing. The key is an integer, a slice, Ellipsis, None (a new axis), or a list
/// of these; as Keras's files write `x[:, 1:3]`.
Tensor get_item(const Operand& x, const Argument& key);

}  // namespace cornu::ops
