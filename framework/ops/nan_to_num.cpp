#include "framework/ops/nan_to_num.h"

#include "framework/ops/elementwise_ops.h"
#include "framework/ops/float_limits.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"

namespace cornu::ops {

Tensor nan_to_num(const Operand& x, const NanToNumOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nan_to_num", {x}, options);
  const Tensor t = x.tensor();
  if (!is_floating(t.dtype())) return t;
  const double largest = largest_finite(t.dtype());
  const Tensor above = where(isposinf(t), options.posinf.value_or(largest), t);
  const Tensor finite = where(isneginf(t), options.neginf.value_or(-largest), above);
  return where(isnan(t), options.nan, finite);
}

}  // namespace cornu::ops
