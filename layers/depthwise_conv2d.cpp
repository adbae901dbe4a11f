#include "layers/depthwise_conv2d.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them; refuses what no input could fit.
layers::DepthwiseConv2DOptions checked(layers::DepthwiseConv2DOptions options) {
  const auto expand = [](Sizes& sizes, std::string_view argument) {
    sizes = Sizes(sizes.expanded("DepthwiseConv2D", argument, 2));
  };
  expand(options.kernel_size, "kernel_size");
  expand(options.strides, "strides");
  expand(options.dilation_rate, "dilation_rate");
  if (options.depth_multiplier < 1)
    fail<ValueError>("DepthwiseConv2D: depth_multiplier must be at least 1, not ",
                     options.depth_multiplier, ".");
  return options;
}

class DepthwiseConv2D final : public Layer<layers::DepthwiseConv2DOptions> {
 public:
  explicit DepthwiseConv2D(layers::DepthwiseConv2DOptions options = {})
      : Layer(checked(std::move(options))) {}

  void build(const Shape& input) override {
    const int64_t channels = image_channels(input, config().data_format);
    const int64_t multiplier = config().depth_multiplier;
    const Shape shape = Shape(config().kernel_size.given()) + Shape{channels, multiplier};
    kernel_ = add_weight("kernel", shape,
                         {.initializer = config().depthwise_initializer,
                          .regularizer = config().depthwise_regularizer,
                          .constraint = config().depthwise_constraint});
    if (config().use_bias)
      bias_ = add_weight("bias", {channels * multiplier},
                         {.initializer = config().bias_initializer,
                          .regularizer = config().bias_regularizer,
                          .constraint = config().bias_constraint});
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    return with_channels_last(x, config().data_format, [&](const Tensor& last) {
      const Tensor y = ops::depthwise_conv(last, kernel_,
                                           {.strides = config().strides,
                                            .padding = config().padding,
                                            .dilation_rate = config().dilation_rate});
      return config().activation(bias_.defined() ? y + bias_ : y);
    });
  }

 private:
  Variable kernel_, bias_;
};

}  // namespace

constinit const ClassDef depthwise_conv2d_layer =
    class_def<DepthwiseConv2D>("DepthwiseConv2D", "Each channel convolved by itself.");

LayerRef layers::DepthwiseConv2D(const Sizes& kernel_size, DepthwiseConv2DOptions options) {
  options.kernel_size = kernel_size;
  return std::make_shared<cornu::DepthwiseConv2D>(std::move(options));
}

}  // namespace cornu
