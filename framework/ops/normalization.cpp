#include "framework/ops/normalization.h"

#include "framework/base/error.h"
#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
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
  const Tensor variance = mean(square(wide - kept), {options.axes, options.keepdims});
  const Tensor average = options.keepdims     ? kept
                         : options.axes.all() ? reshape(kept, {.newshape = {}})
                                              : squeeze(kept, {.axis = options.axes});
  return {cast(average, dtype), cast(variance, dtype)};
}

Tensor batch_normalization(const Operand& x, const Operand& mean, const Operand& variance,
                           const std::optional<Operand>& offset,
                           const std::optional<Operand>& scale, const BatchNormOptions& options) {
  std::vector<Argument> arguments = {x, mean, variance};
  for (const auto& optional : {offset, scale})
    arguments.push_back(optional ? Argument(*optional) : Argument());
  for (const Argument& argument : arguments)
    if (argument.has_symbolic())
      return record_symbolic("batch_normalization", std::move(arguments), options);

  const DType dtype = to_floating(x.tensor().dtype()), wide = statistics_dtype(dtype);
  const Shape& shape = x.tensor().shape();
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

}  // namespace cornu::ops
