#include "framework/ops/normalization.h"

#include "framework/base/error.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/layer_norm.h"
#include "framework/ops/one_pass.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"

namespace cornu::ops {

Tensors moments(const Operand& x, const MomentsOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("moments"), {{x}, {}}, options);
  const DType dtype = to_floating(x.tensor().dtype());
  const Tensor wide = x.as(statistics_dtype(dtype));
  const Tensor kept = mean(wide, {.axis = options.axes, .keepdims = true});
  const Tensor squares = in_one_pass(wide, [&](const Tensor& t) { return square(t - kept); });
  const Tensor variance = mean(squares, {options.axes, options.keepdims});
  const Tensor average = options.keepdims     ? kept
                         : options.axes.all() ? reshape(kept, {.newshape = {}})
                                              : squeeze(kept, {.axis = options.axes});
  return {cast(average, dtype), cast(variance, dtype)};
}

Tensor batch_normalization(const Operand& x, const Operand& mean, const Operand& variance,
                           const std::optional<Operand>& offset,
                           const std::optional<Operand>& scale, const BatchNormOptions& options) {
  std::vector<Argument> arguments = {x, mean, variance, offset, scale};
  for (const Argument& argument : arguments)
    if (argument.has_symbolic())
      return record_symbolic("batch_normalization", std::move(arguments), options);

  const DType dtype = to_floating(x.tensor().dtype()), wide = statistics_dtype(dtype);
  const Shape shape = x.tensor().shape();
  if (!shape.ranked())
    fail<ShapeError>("batch_normalization: the rank of x is not known: ", x.tensor().spec(), ".");
  const Shape channels = channel_shape(shape, options.axis);
  const auto spread = [&](const char* name, const Operand& operand) {
    const Tensor t = operand.as(wide);
    const int64_t wanted = shape[options.axis];
    if (t.ndim() != 1 || (t.shape()[0] != wanted && t.shape()[0] != unknown && wanted != unknown))
      fail<ShapeError>("batch_normalization: x is ", x.tensor().spec(), ", ", name, " is ",
                       t.spec(), "; it must be ", Spec{wide, {wanted}}, ".");
    return reshape(t, {.newshape = channels});
  };
  Tensor factor = rsqrt(spread("variance", variance) + options.epsilon);
  if (scale) factor = factor * spread("scale", *scale);
  Tensor shift = negative(spread("mean", mean) * factor);
  if (offset) shift = spread("offset", *offset) + shift;
  return cast(x.as(wide) * factor + shift, dtype);
}

namespace {

/// gamma or beta, whose elements are those of `axes`, in the shape that broadcasts to x.
Tensor spread(std::string_view name, const Operand& weight, const Spec& x,
              const std::vector<int64_t>& axes, DType wide) {
  const Tensor t = weight.as(wide);
  Shape sizes, around;
  for (int64_t axis = 0; axis < x.shape.ndim(); ++axis) around.push_back(1);
  for (const int64_t axis : axes) sizes.push_back(around[axis] = x.shape[axis]);
  if (sizes.known() && t.shape().known() && t.size() != sizes.elements())
    fail<ShapeError>("layer_normalization: x is ", x, ", ", name, " is ", t.spec(),
                     "; it must have the elements of ", Spec{wide, sizes}, ".");
  return reshape(t, {.newshape = around});
}

}  // namespace

Tensor layer_normalization(const Operand& x, const std::optional<Operand>& gamma,
                           const std::optional<Operand>& beta, const LayerNormOptions& options) {
  std::vector<Argument> arguments = {x, gamma, beta};
  for (const Argument& argument : arguments)
    if (argument.has_symbolic())
      return record_symbolic("layer_normalization", std::move(arguments), options);

  const DType dtype = to_floating(x.tensor().dtype()), wide = statistics_dtype(dtype);
  const Spec spec = x.tensor().spec();
  if (!spec.shape.ranked())
    fail<ShapeError>("layer_normalization: the rank of x is not known: ", spec, ".");
  const std::vector<int64_t> axes =
      options.axis.normalized("layer_normalization", spec.shape.ndim());
  const double epsilon = options.epsilon.value_or(1e-7);
  Tensor scale, shift;
  if (gamma) scale = spread("gamma", *gamma, spec, axes, wide);
  if (beta && !options.rms_scaling) shift = spread("beta", *beta, spec, axes, wide);

  const auto count = static_cast<int64_t>(axes.size());
  const Shape last = spec.shape.sub(spec.shape.ndim() - count);
  if (!options.rms_scaling && count > 0 && axes[0] == spec.shape.ndim() - count && last.known()) {
    const auto constant_or = [&](const Tensor& weight, double value) {
      if (weight.defined()) return reshape(weight, {.newshape = last});
      return broadcast_to(scalar(value, wide, spec.device), {.shape = last});
    };
    scale = constant_or(scale, 1);
    shift = constant_or(shift, 0);
    return layer_norm(x.as(dtype), scale, shift, {count, epsilon});
  }
  const Tensor t = x.as(wide);
  const Tensors made = moments(t, {.axes = Axes(axes), .keepdims = true});
  Tensor y = (options.rms_scaling ? t : t - made[0]) * rsqrt(made[1] + epsilon);
  if (scale.defined()) y = y * scale;
  if (shift.defined()) y = y + shift;
  return cast(y, dtype);
}

Tensor rms_normalization(const Operand& x, const std::optional<Operand>& scale,
                         const RMSNormOptions& options) {
  if (x.is_symbolic() || (scale && scale->is_symbolic()))
    return record_symbolic_call(public_op("rms_normalization"), {{x}, {{"scale", scale}}},
                                options)[0];
  const DType dtype = x.tensor().dtype(), wide = statistics_dtype(to_floating(dtype));
  Tensor t = x.as(wide);
  if (t.shape().ranked() && t.ndim() == 0) t = reshape(t, {.newshape = {1}});
  const Tensor power = mean(square(t), {.axis = options.axis, .keepdims = true});
  Tensor y = t * rsqrt(power + options.epsilon.value_or(1e-7));
  if (scale) y = y * scale->as(wide);
  return cast(y, dtype);
}

}  // namespace cornu::ops
