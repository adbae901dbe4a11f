#include "framework/ops/variance.h"

#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/normalization.h"
#include "framework/ops/public.h"

namespace cornu::ops {

namespace {

Tensor wide_variance(const Operand& x, const ReduceOptions& options) {
  const Tensor wide = x.as(statistics_dtype(to_floating(x.tensor().dtype())));
  return moments(wide, {.axes = options.axis, .keepdims = options.keepdims})[1];
}

}  // namespace

Tensor var(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("var", {x}, options);
  return cast(wide_variance(x, options), to_floating(x.tensor().dtype()));
}

Tensor std(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("std", {x}, options);
  return cast(sqrt(wide_variance(x, options)), to_floating(x.tensor().dtype()));
}

}  // namespace cornu::ops
