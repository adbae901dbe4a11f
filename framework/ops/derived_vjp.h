#pragma once

#include <span>

#include "framework/ir/op_def.h"

namespace cornu {

/// The gradients of an op's inputs by differentiating its `decompose`, run again on them; undefined
/// where not wanted or zero. It is what the engine does where an op has no vjp, and the `decompose`
/// of ops that compute such a gradient in one kernel. Defined in autodiff/.
Tensors derived_vjp(const OpDef& def, const Tensors& in, const Attrs& attrs, const Tensors& dout,
                    std::span<const bool> wanted);

}  // namespace cornu
