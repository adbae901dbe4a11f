#include "framework/ops/nan_reductions.h"

#include <cmath>

#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

/// x with another number in the place of NaN.
Tensor without_nan(const Operand& x, double instead) {
  const Tensor t = x.tensor();
  return is_floating(t.dtype()) ? where(isnan(t), instead, t) : t;
}

Tensor extreme(const Operand& x, const ReduceOptions& options, bool largest) {
  const ExtremumOptions same{options.axis, options.keepdims};
  const auto reduce = largest ? max : min;
  const Tensor t = x.tensor();
  if (!is_floating(t.dtype())) return reduce(t, same);
  const Tensor y = reduce(without_nan(t, largest ? -INFINITY : INFINITY), same);
  return where(all(isnan(t), options), NAN, y);
}

Tensor place(const Operand& x, const ArgmaxOptions& options, bool largest) {
  const Tensor t = x.tensor();
  const auto search = largest ? argmax : argmin;
  if (!is_floating(t.dtype())) return search(t, options);
  const Tensor y = search(without_nan(t, largest ? -INFINITY : INFINITY), options);
  const Axes axes = options.axis ? Axes(*options.axis) : Axes();
  return where(all(isnan(t), {.axis = axes, .keepdims = options.keepdims}), -1, y);
}

Tensor count(const Tensor& x, const ReduceOptions& options) {
  return sum(cast(logical_not(isnan(x)), x.dtype()), options);
}

Tensor variance(const Operand& x, const ReduceOptions& options) {
  const Tensor t = x.as(to_floating(x.tensor().dtype()));
  const Tensor mean = nanmean(t, {.axis = options.axis, .keepdims = true});
  return sum(square(without_nan(t - mean, 0)), options) / count(t, options);
}

}  // namespace

Tensor nansum(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nansum", {x}, options);
  return sum(without_nan(x, 0), options);
}

Tensor nanprod(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanprod", {x}, options);
  return prod(without_nan(x, 1), {.axis = options.axis, .keepdims = options.keepdims});
}

Tensor nanmean(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanmean", {x}, options);
  const Tensor t = x.as(to_floating(x.tensor().dtype()));
  return sum(without_nan(t, 0), options) / count(t, options);
}

Tensor nanvar(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanvar", {x}, options);
  return variance(x, options);
}

Tensor nanstd(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanstd", {x}, options);
  return sqrt(variance(x, options));
}

Tensor nanmax(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanmax", {x}, options);
  return extreme(x, options, true);
}

Tensor nanmin(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanmin", {x}, options);
  return extreme(x, options, false);
}

Tensor nanargmax(const Operand& x, const ArgmaxOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanargmax", {x}, options);
  return place(x, options, true);
}

Tensor nanargmin(const Operand& x, const ArgmaxOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanargmin", {x}, options);
  return place(x, options, false);
}

Tensor nancumsum(const Operand& x, const CumulativeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nancumsum", {x}, options);
  return cumsum(without_nan(x, 0), options);
}

Tensor nancumprod(const Operand& x, const CumulativeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nancumprod", {x}, options);
  return cumprod(without_nan(x, 1), options);
}

}  // namespace cornu::ops
