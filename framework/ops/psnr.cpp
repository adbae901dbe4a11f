#include "framework/ops/psnr.h"

#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"

namespace cornu::ops {

Tensor psnr(const Operand& x1, const Operand& x2, const PSNROptions& options) {
  if (any_symbolic(x1, x2)) return record_symbolic("psnr", {x1, x2}, options);
  const Operand operands[] = {x1, x2};
  const DType dtype = to_floating(result_type(operands));
  const Tensor a = x1.as(dtype), b = x2.as(dtype);
  const Shape &p = a.shape(), &q = b.shape();
  bool differ = p.ranked() && q.ranked() && p.ndim() != q.ndim();
  for (int64_t axis = 0; !differ && p.ranked() && q.ranked() && axis < p.ndim(); ++axis)
    differ = p[axis] != q[axis] && p[axis] != unknown && q[axis] != unknown;
  if (differ)
    fail<ShapeError>("psnr: x1 is ", a.spec(), " and x2 is ", b.spec(),
                     "; they must have the same shape.");
  return 20 * std::log10(options.max_val) - log10(mean(square(a - b))) * 10.0;
}

}  // namespace cornu::ops
