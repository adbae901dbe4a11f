#include "framework/ops/scatter.h"

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/segment_reduce.h"
#include "framework/ops/take.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

/// Places in a tensor whose leading axes are taken as one.
struct Places {
  Tensor linear;       ///< [count]
  int64_t count = 0;   ///< How many updates.
  int64_t places = 1;  ///< The leading axes' elements.
  Shape rest;          ///< The axes behind them.
};

/// The indices [.., d] of `shape`'s first d axes as one index each. Negative ones count from the
/// end.
Places places_of(std::string_view op, const Tensor& indices, const Shape& shape) {
  if (!indices.shape().known() || !shape.known())
    fail<ShapeError>(op, ": all sizes must be known: indices ", indices.spec(), " into ", shape,
                     ".");
  if (!is_integer(indices.dtype()))
    fail<DTypeError>(op, ": indices must be integers, not ", indices.spec(), ".");
  const int64_t depth = indices.ndim() == 0 ? 0 : indices.shape()[-1];
  if (depth < 1 || depth > shape.ndim())
    fail<ShapeError>(op, ": the last axis of the indices ", indices.spec(),
                     " names places along 1 to ", shape.ndim(), " axes of ", shape, ".");
  Places places;
  places.count = indices.shape().elements() / depth;
  places.rest = shape.sub(depth);
  std::vector<int64_t> strides(static_cast<size_t>(depth)), sizes = strides;
  for (int64_t axis = depth; axis-- > 0;) {
    strides[static_cast<size_t>(axis)] = places.places;
    sizes[static_cast<size_t>(axis)] = shape[axis];
    places.places *= shape[axis];
  }
  const Tensor wide = reshape(cast(indices, DType::i64), {.newshape = {places.count, depth}});
  const Tensor size = to_device(constant(sizes), wide.device());
  const Tensor stride = to_device(constant(strides), wide.device());
  places.linear = sum(where(wide < 0, wide + size, wide) * stride, {.axis = 1});
  return places;
}

Tensor rows_of(std::string_view op, const Tensor& updates, const Tensor& indices,
               const Places& places) {
  const Shape expected = indices.shape().sub(0, indices.ndim() - 1) + places.rest;
  if (!(updates.shape() == expected))
    fail<ShapeError>(op, ": the updates must be ", expected, " for indices ", indices.spec(),
                     ", got ", updates.spec(), ".");
  return reshape(updates, {.newshape = Shape{places.count} + places.rest});
}

/// Of each place: the last update that goes there, or -1.
Tensor last_update(const Places& places) {
  const Tensor order = to_device(arange(places.count), places.linear.device());
  const Tensor last =
      segment_max(order, places.linear, {.num_segments = places.places, .sorted = false});
  return maximum(last, -1);
}

}  // namespace

Tensor scatter(const Operand& indices, const Operand& values, const ScatterOptions& options) {
  if (any_symbolic(indices, values)) return record_symbolic("scatter", {indices, values}, options);
  const Tensor at = indices.tensor();
  const Places places = places_of("scatter", at, options.shape);
  const Tensor rows = rows_of("scatter", values.tensor(), at, places);
  return reshape(scatter_add(rows, places.linear, {.axis = 0, .size = places.places}),
                 {.newshape = options.shape});
}

Tensor scatter_update(const Operand& inputs, const Operand& indices, const Operand& updates,
                      const ScatterUpdateOptions& options) {
  if (any_symbolic(inputs, indices, updates))
    return record_symbolic("scatter_update", {inputs, indices, updates}, options);
  const Tensor x = inputs.tensor(), at = indices.tensor();
  const Places places = places_of("scatter_update", at, x.shape());
  const Tensor rows = rows_of("scatter_update", updates.as(x.dtype(), x.device()), at, places);
  const Tensor flat = reshape(x, {.newshape = Shape{places.places} + places.rest});
  if (places.count == 0) return x;
  if (options.reduction && *options.reduction == ScatterReduction::add)
    return reshape(flat + scatter_add(rows, places.linear, {.axis = 0, .size = places.places}),
                   {.newshape = x.shape()});
  Shape column{places.places};
  for (int64_t axis = 0; axis < places.rest.ndim(); ++axis) column.push_back(1);
  const Tensor last = last_update(places);
  const Tensor hit = reshape(last >= 0, {.newshape = column});
  const SegmentOptions segments{.num_segments = places.places, .sorted = false};
  Tensor met;
  if (!options.reduction)
    met = take(rows, maximum(last, 0), {.axis = 0});
  else if (*options.reduction == ScatterReduction::max)
    met = maximum(flat, segment_max(rows, places.linear, segments));
  else if (*options.reduction == ScatterReduction::min)
    met = minimum(flat, segment_min(rows, places.linear, segments));
  else
    met = flat * segment_prod(rows, places.linear, segments);
  return reshape(where(hit, met, flat), {.newshape = x.shape()});
}

}  // namespace cornu::ops
