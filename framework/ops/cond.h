#pragma once

#include <functional>

#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"

namespace cornu {

namespace ops {

using Branch = std::function<Tensors()>;

/// `on_true()` where the scalar `pred` holds, else `on_false()`; only one of them runs. On a value
/// of a graph both are traced: they must return tensors of the same specs, and may assign
/// variables.
Tensors cond(const Operand& pred, const Branch& on_true, const Branch& on_false);

}  // namespace ops

/// The gradient of cond: a cond of the branches' gradients. Defined in autodiff/.
Tensors cond_vjp(const VjpArgs& args);

}  // namespace cornu
