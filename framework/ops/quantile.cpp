#include "framework/ops/quantile.h"

#include <algorithm>
#include <cmath>

#include "framework/ops/cast.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/sort.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take_along_axis.h"
#include "framework/ops/transpose.h"
#include "framework/ops/where.h"

namespace cornu {

namespace {

/// x with the axes to reduce merged into the last one.
Tensor lines_along(const Tensor& x, const std::vector<int64_t>& axes) {
  std::vector<int64_t> order;
  Shape shape;
  int64_t size = 1;
  for (int64_t axis = 0; axis < x.ndim(); ++axis)
    if (!std::binary_search(axes.begin(), axes.end(), axis)) {
      order.push_back(axis);
      shape.push_back(x.shape()[axis]);
    }
  for (const int64_t axis : axes) {
    order.push_back(axis);
    size *= x.shape()[axis];
  }
  shape.push_back(size);
  const Tensor last = ops::transpose(x, {.axes = order});
  return axes.size() == 1 ? last : ops::reshape(last, {.newshape = shape});
}

/// Whether all sizes are known that the axes' merging asks for.
bool can_merge(const Shape& shape, const std::vector<int64_t>& axes) {
  int64_t others = 0;
  for (int64_t axis = 0; axis < shape.ndim(); ++axis)
    if (shape[axis] == unknown) {
      if (std::binary_search(axes.begin(), axes.end(), axis)) return false;
      ++others;
    }
  return axes.size() == 1 || others <= 1;
}

/// What sorted lines, [… size], have at `exact` places, f64, which lie between neighbours; `last`
/// is the place of the last element that counts. Both are one for all lines, [wanted] and [], or
/// each line's own, [… wanted] and [… 1].
Tensor between(const Tensor& sorted, const Tensor& exact, const Tensor& last,
               QuantileMethod method) {
  using namespace ops;
  const auto at = [&](const Tensor& place) {
    const Tensor index = cast(maximum(minimum(place, last), 0.0), DType::i32);
    return index.ndim() == 1 && sorted.ndim() > 1 ? take(sorted, index, {.axis = -1})
                                                  : take_along_axis(sorted, index, {.axis = -1});
  };
  switch (method) {
    case QuantileMethod::lower:
      return at(floor(exact));
    case QuantileMethod::higher:
      return at(ceil(exact));
    case QuantileMethod::nearest:
      return at(round(exact));
    case QuantileMethod::midpoint:
      return (at(floor(exact)) + at(ceil(exact))) * 0.5;
    case QuantileMethod::linear:
      break;
  }
  // As TensorFlow: the upper neighbour first, so that q beyond 0 and 1 goes on in a line.
  const Tensor below = maximum(maximum(minimum(ceil(exact), last), 0.0) - 1.0, 0.0);
  const Tensor above = minimum(below + 1.0, last);
  const Tensor share = cast(above - exact, sorted.dtype());
  return at(above) * (1.0 - share) + at(below) * share;
}

/// quantile, or nanquantile, along axes of known sizes.
Tensor compute(const Tensor& x, const Tensor& q, const std::vector<int64_t>& axes,
               const QuantileOptions& options, bool skips_nan) {
  using namespace ops;
  const Tensor sorted = sort(lines_along(x, axes));
  const int64_t ndim = sorted.ndim(), size = sorted.shape()[ndim - 1];
  const Tensor shares = reshape(cast(q, DType::f64), {.newshape = {-1}});
  Tensor last, spoilt;
  if (skips_nan) {
    const Tensor numbers = cast(logical_not(isnan(sorted)), DType::i32);
    last = cast(sum(numbers, {.axis = -1, .keepdims = true}), DType::f64) - 1.0;
    spoilt = last < 0.0;
  } else {
    last = Operand(static_cast<double>(size - 1)).as(DType::f64, x.device());
    spoilt = isnan(slice_axis(sorted, ndim - 1, Range(size - 1, size)));  // it is sorted last
  }
  Tensor y = between(sorted, shares * last, last, options.method);
  y = where(spoilt, NAN, y);
  std::vector<int64_t> order = {ndim - 1};  // from [others, q] to [q, others]
  for (int64_t axis = 0; axis < ndim - 1; ++axis) order.push_back(axis);
  y = transpose(y, {.axes = order});
  if (options.keepdims)
    for (const int64_t axis : axes) y = expand_dims(y, {.axis = Axes(axis + 1)});
  return q.ndim() == 0 ? squeeze(y, {.axis = 0}) : y;
}

/// q counts in parts of `whole`.
Tensor quantile_of(std::string_view name, const Operand& x, const Operand& q,
                   const QuantileOptions& options, bool skips_nan, double whole) {
  if (any_symbolic(x, q)) return record_symbolic(name, {x, q}, options);
  const Tensor t = x.as(to_floating(x.tensor().dtype()));
  Tensor shares = q.is_number() ? q.as(DType::f32, t.device()) : q.tensor();
  if (any_unranked(t, shares)) return defer(name, {t, shares}, options, t.dtype());
  if (shares.ndim() > 1)
    fail<ShapeError>(name, ": q must be a number or 1-D, not ", shares.spec(), ".");
  const std::vector<int64_t> axes = options.axis.normalized(name, t.ndim());
  for (const int64_t axis : axes)
    if (t.shape()[axis] == 0)
      fail<ValueError>(name, ": ", t.spec(), " has no elements along axis ", axis, ".");
  if (!can_merge(t.shape(), axes)) return defer(name, {t, shares}, options, t.dtype());
  if (!is_floating(shares.dtype())) shares = ops::cast(shares, DType::f32);
  if (whole != 1) shares = ops::cast(shares, DType::f32) / whole;
  return compute(t, shares, axes, options, skips_nan);
}

}  // namespace

namespace ops {

Tensor quantile(const Operand& x, const Operand& q, const QuantileOptions& options) {
  return quantile_of("quantile", x, q, options, false, 1);
}

Tensor percentile(const Operand& x, const Operand& q, const QuantileOptions& options) {
  return quantile_of("percentile", x, q, options, false, 100);
}

Tensor median(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("median", {x}, options);
  return quantile(x, 0.5, {.axis = options.axis, .keepdims = options.keepdims});
}

Tensor nanquantile(const Operand& x, const Operand& q, const QuantileOptions& options) {
  return quantile_of("nanquantile", x, q, options, true, 1);
}

Tensor nanpercentile(const Operand& x, const Operand& q, const QuantileOptions& options) {
  return quantile_of("nanpercentile", x, q, options, true, 100);
}

Tensor nanmedian(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("nanmedian", {x}, options);
  return nanquantile(x, 0.5, {.axis = options.axis, .keepdims = options.keepdims});
}

}  // namespace ops

}  // namespace cornu
