#include "framework/ops/separable_conv.h"

#include "framework/base/error.h"
#include "framework/ops/channels.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"

namespace cornu::ops {

Tensor depthwise_conv(const Operand& inputs, const Operand& kernel, const ConvOptions& options) {
  if (any_symbolic(inputs, kernel))
    return record_symbolic("depthwise_conv", {inputs, kernel}, options);
  const Tensor w = kernel.tensor(), given = inputs.tensor();
  if (options.data_format == DataFormat::channels_first && given.shape().ranked())
    return with_channels_last(given, DataFormat::channels_first, [&](const Tensor& last) {
      auto others = options;
      others.data_format = {};
      return depthwise_conv(last, w, others);
    });
  const Shape& x = given.shape();
  if (w.ndim() < 3 || !w.shape().known() || (x.ranked() && x.ndim() != w.ndim()))
    fail<ShapeError>("depthwise_conv: x is ", inputs.tensor().spec(), ", kernel is ", w.spec(),
                     ".\n  hint: x is [n, spatial..., in], kernel [spatial..., in, multiplier].");
  if (x.ranked() && x[-1] != unknown && x[-1] != w.shape()[-2])
    fail<ShapeError>("depthwise_conv: channels differ: x is ", inputs.tensor().spec(), " (axis ",
                     x.ndim() - 1, " = ", x[-1], "), kernel is ", w.spec(), " (axis ", w.ndim() - 2,
                     " = ", w.shape()[-2], ").");
  Shape grouped = w.shape();
  grouped[-2] = 1;
  grouped[-1] = w.shape()[-2] * w.shape()[-1];
  return conv(given, reshape(w, {.newshape = grouped}), options);
}

Tensor separable_conv(const Operand& inputs, const Operand& depthwise_kernel,
                      const Operand& pointwise_kernel, const ConvOptions& options) {
  if (any_symbolic(inputs, depthwise_kernel, pointwise_kernel))
    return record_symbolic("separable_conv", {inputs, depthwise_kernel, pointwise_kernel}, options);
  return conv(depthwise_conv(inputs, depthwise_kernel, options), pointwise_kernel,
              {.data_format = options.data_format});
}

}  // namespace cornu::ops
