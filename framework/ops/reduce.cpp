#include "framework/ops/reduce.h"

#include <algorithm>
#include <optional>

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/reduce_def.h"
#include "framework/ops/reshape.h"
#include "framework/runtime/apply.h"

namespace cornu {

Shape reduced_shape(std::string_view op, const Shape& shape, const ReduceOptions& options) {
  if (!shape.ranked()) return options.axis.all() && !options.keepdims ? Shape{} : Shape::unranked();
  const std::vector<int64_t> axes = options.axis.normalized(op, shape.ndim());
  Shape out;
  for (int64_t axis = 0; axis < shape.ndim(); ++axis) {
    const bool reduced = std::binary_search(axes.begin(), axes.end(), axis);
    if (!reduced || options.keepdims) out.push_back(reduced ? 1 : shape[axis]);
  }
  return out;
}

std::vector<Spec> infer_reduce(const InferArgs& args) {
  const ReduceOptions& options = args.as<ReduceOptions>();
  return {{args.in[0].dtype, reduced_shape(args.def.name, args.in[0].shape, options),
           args.in[0].device}};
}

namespace {

/// An axis to reduce that has no elements.
std::optional<int64_t> empty_axis(std::string_view op, const Shape& shape, const Axes& axes) {
  if (shape.ranked())
    for (const int64_t axis : axes.normalized(op, shape.ndim()))
      if (shape[axis] == 0) return axis;
  return {};
}

}  // namespace

std::vector<Spec> infer_extremum(const InferArgs& args) {
  if (const auto axis = empty_axis(args.def.name, args.in[0].shape, args.as<ReduceOptions>().axis))
    fail<ValueError>(args.def.name, ": ", args.in[0], " has no elements along axis ", *axis, ".");
  return infer_reduce(args);
}

Tensor extremum(const OpDef& def, const Tensor& x, const ExtremumOptions& options,
                Tensor (*meet)(const Operand&, const Operand&)) {
  const ReduceOptions reduced{options.axis, options.keepdims};
  if (!options.initial) return apply_one(def, {x}, reduced);
  const Tensor initial = Operand(*options.initial).as(x.dtype(), x.device());
  if (empty_axis(def.name, x.shape(), options.axis))
    return ops::broadcast_to(initial, {.shape = reduced_shape(def.name, x.shape(), reduced)});
  return meet(apply_one(def, {x}, reduced), initial);
}

Tensors extremum_vjp(const VjpArgs& args) {
  const ReduceOptions& options = args.as<ReduceOptions>();
  const Tensor& x = args.in[0];
  const Tensor y = keep_reduced_axes(args.out[0], x.shape(), options);
  const Tensor dy = keep_reduced_axes(args.dout[0], x.shape(), options);
  const Tensor chosen = ops::cast(ops::equal(x, y), dy.dtype());
  return {chosen * (dy / ops::sum(chosen, {.axis = options.axis, .keepdims = true}))};
}

DType accumulation_dtype(DType dtype) {
  if (is_floating(dtype) || size_of(dtype) >= 4) return dtype;
  return is_unsigned_integer(dtype) ? DType::u32 : DType::i32;
}

Tensor keep_reduced_axes(const Tensor& y, const Shape& x, const ReduceOptions& options) {
  return ops::reshape(y, {.newshape = reduced_shape("reduce", x, {options.axis, true})});
}

Tensor sum_to_shape(const Tensor& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  std::vector<int64_t> axes;
  const int64_t added = x.ndim() - shape.ndim();
  for (int64_t axis = 0; axis < x.ndim(); ++axis)
    if (axis < added || (shape[axis - added] == 1 && x.shape()[axis] != 1)) axes.push_back(axis);
  const Tensor summed = axes.empty() ? x : ops::sum(x, {.axis = Axes(axes)});
  return ops::reshape(summed, {.newshape = shape});
}

}  // namespace cornu
