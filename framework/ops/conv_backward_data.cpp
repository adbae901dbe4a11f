#include "framework/base/error.h"
#include "framework/ops/conv_shapes.h"
#include "framework/ops/def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &dy = args.in[0], &kernel = args.in[1];
  const ConvAttrs& attrs = args.as<ConvAttrs>();
  CORNU_CHECK(kernel.shape.ndim() == dy.shape.ndim() && dy.shape[-1] == kernel.shape[-1],
              "conv_backward_data of ", dy, " and ", kernel);
  Shape x{dy.shape[0]};
  for (const int64_t size : attrs.sizes) x.push_back(size);
  x.push_back(kernel.shape[-2] * attrs.groups);
  return {{dy.dtype, x, dy.device}};
}

/// dx is linear in dy and in the kernel: for a gradient g of dx they get conv(g, kernel) and the
/// kernel gradient of g and dy.
Tensors vjp(const VjpArgs& args) {
  const Tensor &dy = args.in[0], &kernel = args.in[1], &g = args.dout[0];
  ConvAttrs attrs = args.as<ConvAttrs>();
  Tensor to_dy, to_kernel;
  if (args.wanted[1]) {
    attrs.sizes = kernel_sizes(kernel.shape());
    to_kernel = ops::conv_backward_weights(g, dy, attrs);
  }
  if (args.wanted[0]) {
    attrs.sizes.clear();
    to_dy = ops::conv_forward(g, kernel, attrs);
  }
  return {to_dy, to_kernel};
}

}  // namespace

constinit const OpDef conv_backward_data_def{
    .name = "conv_backward_data",
    .doc = "Gradient of conv to its input; the transposed convolution.",
    .inputs = {{"dy", kFloating}, {"kernel", kFloating}},
    .outputs = {{"dx"}},
    .attrs = attrs_of<ConvAttrs>,
    .infer = infer,
    .vjp = vjp,
    .kernel_family = "conv"};

Tensor ops::conv_backward_data(const Tensor& dy, const Tensor& kernel, const ConvAttrs& attrs) {
  return apply_one(conv_backward_data_def, {dy, kernel}, attrs);
}

}  // namespace cornu
