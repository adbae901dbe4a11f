#pragma once

#include <functional>

#include "framework/tensor/tensor.h"

namespace cornu {

/// Whether an op on x runs at once and nobody records it.
bool runs_alone(const Tensor& x);

/// What `expression` makes of x by elementwise ops on tensors of x's dtype: in one pass over the
/// elements where x runs alone, op by op elsewhere.
Tensor in_one_pass(const Tensor& x, const std::function<Tensor(const Tensor&)>& expression);

}  // namespace cornu
