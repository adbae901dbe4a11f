#include "framework/ops/activations.h"

#include <numbers>

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/axes.h"
#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/one_pass.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/split.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

/// x in a floating dtype.
Tensor real(const Operand& x) { return x.as(to_floating(x.tensor().dtype())); }

/// x above zero, alpha (exp(scale x) - 1) below. The exponential of what lies above, which may be
/// infinite, is not taken: its gradient would be NaN.
Tensor exponential_below(const Tensor& x, double alpha, double scale) {
  return in_one_pass(x, [&](const Tensor& t) {
    return where(t > 0.0, t, alpha * expm1(minimum(t, 0.0) * scale));
  });
}

}  // namespace

Tensor celu(const Operand& x, const CeluOptions& options) {
  if (x.is_symbolic()) return record_symbolic("celu", {x}, options);
  return exponential_below(real(x), options.alpha, 1 / options.alpha);
}

Tensor elu(const Operand& x, const EluOptions& options) {
  if (x.is_symbolic()) return record_symbolic("elu", {x}, options);
  return exponential_below(real(x), options.alpha, 1);
}

Tensor gelu(const Operand& x, const GeluOptions& options) {
  if (x.is_symbolic()) return record_symbolic("gelu", {x}, options);
  return in_one_pass(real(x), [&](const Tensor& t) {
    if (!options.approximate) return 0.5 * t * (1.0 + erf(t * (1 / std::numbers::sqrt2)));
    const double factor = std::numbers::sqrt2 * std::numbers::inv_sqrtpi;  // sqrt(2 / pi)
    return 0.5 * t * (1.0 + tanh(factor * (t + 0.044715 * t * square(t))));
  });
}

Tensor glu(const Operand& x, const GluOptions& options) {
  if (x.is_symbolic()) return record_symbolic("glu", {x}, options);
  const Tensor t = real(x);
  const int64_t axis = normalize_axis("glu", options.axis, t.ndim());
  if (const int64_t size = t.shape()[axis]; size != unknown && size % 2 != 0)
    fail<ShapeError>("glu: axis ", axis, " of ", t.spec(), " cannot be halved: its size is odd.");
  const Tensors halves = split(t, {.indices_or_sections = 2, .axis = axis});
  return halves[0] * sigmoid(halves[1]);
}

Tensor hard_shrink(const Operand& x, const HardShrinkOptions& options) {
  if (x.is_symbolic()) return record_symbolic("hard_shrink", {x}, options);
  return in_one_pass(real(x),
                     [&](const Tensor& t) { return where(abs(t) > options.threshold, t, 0.0); });
}

Tensor leaky_relu(const Operand& x, const LeakyReluOptions& options) {
  if (x.is_symbolic()) return record_symbolic("leaky_relu", {x}, options);
  return in_one_pass(
      real(x), [&](const Tensor& t) { return where(t > 0.0, t, t * options.negative_slope); });
}

Tensor soft_shrink(const Operand& x, const SoftShrinkOptions& options) {
  if (x.is_symbolic()) return record_symbolic("soft_shrink", {x}, options);
  const double by = options.threshold;
  return in_one_pass(
      real(x), [&](const Tensor& t) { return where(t > by, t - by, where(t < -by, t + by, 0.0)); });
}

Tensor sparsemax(const Operand& x, const SparsemaxOptions& options) {
  if (x.is_symbolic()) return record_symbolic("sparsemax", {x}, options);
  const Tensor t = real(x);
  const int64_t axis = normalize_axis("sparsemax", options.axis, t.ndim());
  const int64_t size = t.shape()[axis];
  if (size == unknown) fail<ShapeError>("sparsemax: the size of axis ", axis, " must be known.");
  // Of each element: its rank from the largest, equal ones in their order, and the sum down to it.
  const Tensor own = expand_dims(t, {.axis = axis + 1}), other = expand_dims(t, {.axis = axis});
  const Tensor place = arange(size);
  const Tensor earlier = expand_dims(place, {.axis = 0}) <= expand_dims(place, {.axis = 1});
  Shape pairs;  // [size, size] at the axis and the one after it
  for (int64_t i = 0; i < t.ndim() + 1; ++i) pairs.push_back(i == axis || i == axis + 1 ? size : 1);
  const Tensor before = logical_or(
      own < other, logical_and(equal(own, other), reshape(earlier, {.newshape = pairs})));
  const ReduceOptions over_others{.axis = axis + 1};
  const Tensor counts = cast(before, t.dtype());
  const Tensor rank = sum(counts, over_others), total = sum(counts * other, over_others);
  const Tensor shares = cast(1.0 + rank * t > total, t.dtype());
  const ReduceOptions along{.axis = axis, .keepdims = true};
  const Tensor threshold = (sum(shares * total, along) - 1.0) / sum(shares, along);
  return relu(t - threshold);
}

Tensor squareplus(const Operand& x, const SquareplusOptions& options) {
  if (x.is_symbolic()) return record_symbolic("squareplus", {x}, options);
  return in_one_pass(real(x),
                     [&](const Tensor& t) { return (t + sqrt(square(t) + options.b)) * 0.5; });
}

Tensor threshold(const Operand& x, const ThresholdOptions& options) {
  if (x.is_symbolic()) return record_symbolic("threshold", {x}, options);
  return in_one_pass(real(x), [&](const Tensor& t) {
    return where(t > options.threshold, t, options.default_value);
  });
}

}  // namespace cornu::ops
