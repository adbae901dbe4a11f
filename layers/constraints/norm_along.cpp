#include "framework/ops/ops.h"
#include "layers/constraints/constraints.h"

namespace cornu {

Tensor constraints::norm_along(const Tensor& weight, const Axes& axes) {
  return ops::sqrt(ops::sum(ops::square(weight), {.axis = axes, .keepdims = true}));
}

}  // namespace cornu
