#include "framework/ops/logsumexp.h"

#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/one_pass.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/stop_gradient.h"
#include "framework/ops/where.h"

namespace cornu::ops {

Tensor logsumexp(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("logsumexp", {x}, options);
  const Tensor t = x.as(to_floating(x.tensor().dtype()));
  const Tensor largest = stop_gradient(max(t, {.axis = options.axis, .keepdims = true}));
  const Tensor top = where(isfinite(largest), largest, 0.0);
  const Tensor powers = in_one_pass(t, [&](const Tensor& each) { return exp(each - top); });
  const Tensor y = log(sum(powers, {.axis = options.axis, .keepdims = true})) + top;
  if (options.keepdims) return y;
  return options.axis.all() ? reshape(y, {.newshape = {}}) : squeeze(y, {.axis = options.axis});
}

}  // namespace cornu::ops
