#include "framework/ops/flip.h"

#include <algorithm>

#include "framework/ops/deferred.h"
#include "framework/ops/public.h"
#include "framework/ops/strided_slice.h"

namespace cornu::ops {

Tensor flip(const Operand& x, const FlipOptions& options) {
  if (x.is_symbolic()) return record_symbolic("flip", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(x)) return defer("flip", {x}, options, tensor.dtype());
  const std::vector<int64_t> axes = options.axis.normalized("flip", tensor.ndim());
  StridedSliceAttrs attrs;
  for (int64_t axis = 0; axis < tensor.ndim(); ++axis) {
    attrs.add(all);
    if (std::binary_search(axes.begin(), axes.end(), axis)) attrs.step.back() = -1;
  }
  return strided_slice(tensor, attrs);
}

}  // namespace cornu::ops
