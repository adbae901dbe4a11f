#include "framework/ops/joining.h"

#include <functional>

#include "framework/base/error.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/deferred.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"

namespace cornu::ops {

namespace {

Tensor reshaped(const Tensor& x, const Shape& shape) { return reshape(x, {.newshape = shape}); }

/// All of one dtype, each in the shape that `shape_of` gives its own.
Tensors shaped(std::string_view op, const OperandList& xs,
               const std::function<Shape(const Shape&)>& shape_of) {
  if (xs.empty()) fail<ValueError>(op, ": there are no tensors.");
  Tensors parts = xs.promoted();
  for (Tensor& part : parts) {
    if (!part.shape().ranked())
      fail<ShapeError>(op, ": the rank of a tensor is not known: ", part.spec(), ".");
    part = reshaped(part, shape_of(part.shape()));
  }
  return parts;
}

Shape at_least_1d(const Shape& shape) { return shape.ndim() == 0 ? Shape{1} : shape; }
Shape at_least_2d(const Shape& shape) {
  return shape.ndim() < 2 ? Shape{1} + at_least_1d(shape) : shape;
}
Shape at_least_3d(const Shape& shape) {
  return shape.ndim() < 3 ? at_least_2d(shape) + Shape{1} : shape;
}

}  // namespace

Tensor append(const Operand& x1, const Operand& x2, const AppendOptions& options) {
  if (any_symbolic(x1, x2)) return record_symbolic("append", {x1, x2}, options);
  Tensors both = OperandList{x1, x2}.promoted();
  if (any_unranked(both[0], both[1]))
    return defer("append", {both[0], both[1]}, options, both[0].dtype());
  if (!options.axis)
    for (Tensor& x : both) x = reshaped(x, {-1});
  return concatenate(both, {.axis = options.axis.value_or(0)});
}

Tensor hstack(const OperandList& xs) {
  if (xs.any_symbolic()) return record_symbolic("hstack", {xs});
  const Tensors parts = shaped("hstack", xs, at_least_1d);
  return concatenate(parts, {.axis = parts[0].ndim() == 1 ? 0 : 1});
}

Tensor vstack(const OperandList& xs) {
  if (xs.any_symbolic()) return record_symbolic("vstack", {xs});
  return concatenate(shaped("vstack", xs, at_least_1d), {.axis = 0});
}

Tensor dstack(const OperandList& xs) {
  if (xs.any_symbolic()) return record_symbolic("dstack", {xs});
  return concatenate(shaped("dstack", xs, at_least_3d), {.axis = 2});
}

}  // namespace cornu::ops
