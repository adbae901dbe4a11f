#include "framework/ops/slice.h"

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/clip.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

/// Checks that a part of `part` begins at one start for each axis of `x`.
void check_part(std::string_view op, const Tensor& x, const Tensor& starts, const Shape& part) {
  if (!x.shape().known() || !part.known())
    fail<ShapeError>(op, ": all sizes must be known: ", part, " of ", x.spec(), ".");
  if (!is_integer(starts.dtype()) || !(starts.shape() == Shape{x.ndim()}))
    fail<ShapeError>(op, ": start_indices must be ", x.ndim(), " integers, one for each axis of ",
                     x.spec(), ", got ", starts.spec(), ".");
  if (part.ndim() != x.ndim())
    fail<ShapeError>(op, ": the part ", part, " must have the axes of ", x.spec(), ".");
  for (int64_t axis = 0; axis < x.ndim(); ++axis)
    if (part[axis] < 0 || part[axis] > x.shape()[axis])
      fail<ShapeError>(op, ": a part of ", part, " does not fit into ", x.spec(), ".");
}

/// Where the part begins along an axis: [].
Tensor start_of(const Tensor& starts, int64_t axis, int64_t most) {
  const Tensor start = reshape(slice_axis(starts, 0, {axis, axis + 1}), {.newshape = {}});
  return minimum(maximum(cast(start, DType::i64), 0), most);
}

std::vector<int64_t> known_starts(std::string_view op, const Tensor& x, const Tensor& starts,
                                  const Shape& part) {
  const std::vector<int64_t> at = cast(starts, DType::i64).to_vector<int64_t>();
  for (int64_t axis = 0; axis < x.ndim(); ++axis) {
    const int64_t start = at[static_cast<size_t>(axis)];
    if (start < 0 || start + part[axis] > x.shape()[axis])
      fail<ShapeError>(op, ": a part of ", part, " that begins at [", join(at), "] leaves ",
                       x.spec(), ".");
  }
  return at;
}

}  // namespace

Tensor slice(const Operand& inputs, const Operand& start_indices, const SliceOptions& options) {
  if (any_symbolic(inputs, start_indices))
    return record_symbolic("slice", {inputs, start_indices}, options);
  Tensor x = inputs.tensor();
  const Tensor starts = start_indices.tensor();
  const Shape& part = options.shape;
  check_part("slice", x, starts, part);
  if (starts.is_concrete() && starts.device().kind == DeviceKind::cpu) {
    const std::vector<int64_t> at = known_starts("slice", x, starts, part);
    StridedSliceAttrs attrs;
    for (int64_t axis = 0; axis < x.ndim(); ++axis) {
      const int64_t start = at[static_cast<size_t>(axis)];
      attrs.add({start, start + part[axis]});
    }
    return strided_slice(x, attrs);
  }
  for (int64_t axis = 0; axis < x.ndim(); ++axis) {
    if (part[axis] == x.shape()[axis]) continue;
    const Tensor places = to_device(arange(part[axis], {}, {}, {.dtype = DType::i64}), x.device());
    x = take(x, places + start_of(starts, axis, x.shape()[axis] - part[axis]), {.axis = axis});
  }
  return x;
}

Tensor slice_update(const Operand& inputs, const Operand& start_indices, const Operand& updates) {
  if (any_symbolic(inputs, start_indices, updates))
    return record_symbolic("slice_update", {inputs, start_indices, updates});
  const Tensor x = inputs.tensor(), starts = start_indices.tensor();
  Tensor spread = updates.as(x.dtype(), x.device());
  const Shape part = spread.shape();
  check_part("slice_update", x, starts, part);
  if (starts.is_concrete() && starts.device().kind == DeviceKind::cpu)
    (void)known_starts("slice_update", x, starts, part);
  if (part.elements() == 0) return x;
  // Along each axis: which place of the updates stands there, and whether one does.
  Tensor inside;
  for (int64_t axis = 0; axis < x.ndim(); ++axis) {
    const int64_t size = x.shape()[axis];
    if (part[axis] == size) continue;
    const Tensor places = to_device(arange(size, {}, {}, {.dtype = DType::i64}), x.device());
    const Tensor from = places - start_of(starts, axis, size - part[axis]);
    Shape along{size};
    for (int64_t after = axis + 1; after < x.ndim(); ++after) along.push_back(1);
    const Tensor here = reshape(logical_and(from >= 0, from < part[axis]), {.newshape = along});
    inside = inside.defined() ? logical_and(inside, here) : here;
    spread = take(spread, minimum(maximum(from, 0), part[axis] - 1), {.axis = axis});
  }
  return inside.defined() ? where(inside, spread, x) : spread;
}

}  // namespace cornu::ops
