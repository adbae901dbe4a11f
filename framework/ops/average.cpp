#include "framework/ops/average.h"

#include "framework/ops/cast.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"

namespace cornu {

namespace {

bool same_shape(const Shape& a, const Shape& b) {
  bool same = a.ndim() == b.ndim();
  for (int64_t i = 0; same && i < a.ndim(); ++i)
    same = a[i] == b[i] || a[i] == unknown || b[i] == unknown;
  return same;
}

/// Weights as they broadcast to x.
Tensor spread_weights(const Tensor& x, const Tensor& weights, const Axes& axes) {
  if (same_shape(x.shape(), weights.shape())) return weights;
  const bool vector = axes.given().size() == 1 && weights.ndim() == 1;
  const int64_t axis = vector ? normalize_axis("average", axes.given()[0], x.ndim()) : 0;
  if (!vector || !same_shape({x.shape()[axis]}, weights.shape()))
    fail<ShapeError>("average: weights ", weights.spec(), " fit neither ", x.spec(),
                     " nor one axis of it that is given.");
  Shape shape{weights.shape()[0]};
  for (int64_t i = axis + 1; i < x.ndim(); ++i) shape.push_back(1);
  return ops::reshape(weights, {.newshape = shape});
}

}  // namespace

namespace ops {

Tensor average(const Operand& x, const std::optional<Operand>& weights,
               const AverageOptions& options) {
  if (x.is_symbolic() || (weights && weights->is_symbolic()))
    return record_symbolic("average", {x, weights}, options);
  if (!weights) return mean(x, {.axis = options.axis});
  const OperandList both = {x, *weights};
  const DType dtype = to_floating(result_type(both));
  const Tensor t = x.as(dtype), w = weights->as(dtype, t.device());
  if (any_unranked(t, w)) return defer("average", {t, w}, options, dtype);
  const Tensor spread = spread_weights(t, w, options.axis);
  return sum(t * spread, {.axis = options.axis}) /
         (w.ndim() == t.ndim() ? sum(w, {.axis = options.axis}) : sum(w));
}

Tensor count_nonzero(const Operand& x, const AverageOptions& options) {
  if (x.is_symbolic()) return record_symbolic("count_nonzero", {x}, options);
  return sum(cast(not_equal(x, 0), DType::i32), {.axis = options.axis});
}

Tensor ptp(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("ptp", {x}, options);
  const ExtremumOptions same{options.axis, options.keepdims};
  return max(x, same) - min(x, same);
}

}  // namespace ops

}  // namespace cornu
