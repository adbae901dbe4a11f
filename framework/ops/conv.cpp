#include "framework/ops/conv.h"

#include "framework/base/error.h"
#include "framework/ops/channels.h"
#include "framework/ops/conv_shapes.h"
#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &x = args.in[0], &kernel = args.in[1];
  const ConvAttrs& attrs = args.as<ConvAttrs>();
  CORNU_CHECK(args.in.size() <= 3, "conv has one bias");
  if (!x.shape.ranked() || !kernel.shape.ranked()) return {{x.dtype, Shape::unranked(), x.device}};
  check_conv("conv", x, kernel, attrs);
  Shape out{x.shape[0]};
  for (int64_t i = 0; i < x.shape.ndim() - 2; ++i)
    out.push_back(conv_output_size("conv", x, kernel, attrs, i));
  out.push_back(kernel.shape[-1]);
  return {{x.dtype, out, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  CORNU_CHECK(args.in.size() == 2, "conv with a bias comes from fusion, after differentiation");
  const Tensor &x = args.in[0], &kernel = args.in[1], &dy = args.dout[0];
  ConvAttrs attrs = args.as<ConvAttrs>();
  Tensor dx, dkernel;
  if (args.wanted[0]) {
    attrs.sizes = spatial_sizes(x.shape());
    dx = ops::conv_backward_data(dy, kernel, attrs);
  }
  if (args.wanted[1]) {
    attrs.sizes = kernel_sizes(kernel.shape());
    dkernel = ops::conv_backward_weights(x, dy, attrs);
  }
  return {dx, dkernel};
}

}  // namespace

constinit const OpDef conv_def{
    .name = "conv",
    .doc = "Convolution over 1 to 3 spatial axes, channels last.",
    .inputs = {{"x", kFloating}, {"kernel", kFloating}, {"bias", kFloating}},
    .variadic = true,
    .attrs = attrs_of<ConvAttrs>,
    .infer = infer,
    .vjp = vjp};

namespace ops {

Tensor conv_forward(const Tensor& x, const Tensor& kernel, const ConvAttrs& attrs) {
  return apply_one(conv_def, {x, kernel}, attrs);
}

Tensor conv(const Operand& inputs, const Operand& kernel, const ConvOptions& options) {
  if (any_symbolic(inputs, kernel)) return record_symbolic("conv", {inputs, kernel}, options);
  const Operand operands[] = {inputs, kernel};
  const DType dtype = to_floating(result_type(operands));
  const Tensor x = inputs.as(dtype), w = kernel.as(dtype);
  if (!any_unranked(x) && options.data_format == DataFormat::channels_first)
    return with_channels_last(x, DataFormat::channels_first, [&](const Tensor& last) {
      auto others = options;
      others.data_format = {};
      return conv(last, w, others);
    });
  // The groups follow from the channels of both.
  if (any_unranked(x, w) || (x.ndim() > 0 && x.shape()[-1] == unknown) ||
      (w.ndim() > 1 && w.shape()[-2] == unknown))
    return defer("conv", {x, w}, options, dtype);
  const int64_t axes = std::max<int64_t>(w.ndim() - 2, 0);
  ConvAttrs attrs{.strides = options.strides.expanded("conv", "strides", axes),
                  .dilations = options.dilation_rate.expanded("conv", "dilation_rate", axes)};
  const bool comparable = axes > 0 && x.ndim() == w.ndim();
  if (comparable && x.shape()[-1] > 0 && w.shape()[-2] > 0) {
    if (x.shape()[-1] % w.shape()[-2] != 0)
      fail<ShapeError>("conv: channels differ: x is ", x.spec(), " (axis ", axes + 1, " = ",
                       x.shape()[-1], "), kernel is ", w.spec(), " (axis ", axes, " = ",
                       w.shape()[-2], ").\n  hint: with groups, the first must be a multiple.");
    attrs.groups = x.shape()[-1] / w.shape()[-2];
  }
  // "same" becomes numbers where the sizes are known, so that graphs show them.
  const bool known = comparable && x.shape().sub(1, axes + 1).known() && w.shape().known();
  if (options.padding == Padding::valid || known)
    for (int64_t i = 0; i < axes; ++i) {
      std::pair<int64_t, int64_t> padding{0, 0};
      if (options.padding == Padding::same)
        padding =
            same_padding(x.shape()[i + 1], {w.shape()[i], attrs.strides[static_cast<size_t>(i)],
                                            attrs.dilations[static_cast<size_t>(i)]});
      attrs.padding.insert(attrs.padding.end(), {padding.first, padding.second});
    }
  return conv_forward(x, w, attrs);
}

}  // namespace ops

}  // namespace cornu
