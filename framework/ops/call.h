#pragma once

#include "framework/ir/op_def.h"

namespace cornu {

/// The gradient of a call: a call of the graph's own gradient, which is traced once. Defined in
/// autodiff/.
Tensors call_vjp(const VjpArgs& args);

}  // namespace cornu
