#include "framework/base/error.h"
#include "framework/ops/conv_shapes.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &x = args.in[0], &dy = args.in[1];
  const ConvAttrs& attrs = args.as<ConvAttrs>();
  CORNU_CHECK(x.shape.ndim() == dy.shape.ndim(), "conv_backward_weights of ", x, " and ", dy);
  Shape kernel{};
  for (const int64_t size : attrs.sizes) kernel.push_back(size);
  kernel.push_back(x.shape[-1] / attrs.groups);
  kernel.push_back(dy.shape[-1]);
  return {{x.dtype, kernel, x.device}, {x.dtype, {dy.shape[-1]}, x.device}};
}

/// The kernel's gradient is linear in x and dy: for a gradient g of it they get the input gradient
/// of dy with g as kernel, and conv(x, g).
Tensors vjp(const VjpArgs& args) {
  const Tensor &x = args.in[0], &dy = args.in[1], &g = args.dout[0];
  ConvAttrs attrs = args.as<ConvAttrs>();
  Tensor to_x, to_dy;
  if (args.wanted[0]) {
    attrs.sizes = spatial_sizes(x.shape());
    to_x = ops::conv_backward_data(dy, g, attrs);
  }
  if (args.wanted[1]) {
    attrs.sizes.clear();
    to_dy = ops::conv_forward(x, g, attrs);
  }
  return {to_x, to_dy};
}

}  // namespace

constinit const OpDef conv_backward_weights_def{
    .name = "conv_backward_weights",
    .doc = "Gradient of conv to its kernel, and where wanted to its bias.",
    .inputs = {{"x", kFloating}, {"dy", kFloating}},
    .outputs = {{"dkernel"}, {.name = "dbias", .auxiliary = true}},
    .attrs = attrs_of<ConvAttrs>,
    .infer = infer,
    .vjp = vjp,
    .kernel_family = "conv"};

Tensor ops::conv_backward_weights(const Tensor& x, const Tensor& dy, const ConvAttrs& attrs) {
  return apply_one(conv_backward_weights_def, {x, dy}, attrs);
}

}  // namespace cornu
