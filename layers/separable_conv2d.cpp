#include "layers/separable_conv2d.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them; refuses what no input could fit.
layers::SeparableConv2DOptions checked(layers::SeparableConv2DOptions options) {
  const auto expand = [](Sizes& sizes, std::string_view argument) {
    sizes = Sizes(sizes.expanded("SeparableConv2D", argument, 2));
  };
  expand(options.kernel_size, "kernel_size");
  expand(options.strides, "strides");
  expand(options.dilation_rate, "dilation_rate");
  if (options.filters < 1)
    fail<ValueError>("SeparableConv2D: filters must be at least 1, not ", options.filters, ".");
  if (options.depth_multiplier < 1)
    fail<ValueError>("SeparableConv2D: depth_multiplier must be at least 1, not ",
                     options.depth_multiplier, ".");
  return options;
}

class SeparableConv2D final : public Layer<layers::SeparableConv2DOptions> {
 public:
  explicit SeparableConv2D(layers::SeparableConv2DOptions options = {})
      : Layer(checked(std::move(options))) {}

  void build(const Shape& input) override {
    const int64_t channels = image_channels(input, config().data_format);
    const int64_t multiplier = config().depth_multiplier;
    const Shape shape = Shape(config().kernel_size.given()) + Shape{channels, multiplier};
    depthwise_ = add_weight("depthwise_kernel", shape,
                            {.initializer = config().depthwise_initializer,
                             .regularizer = config().depthwise_regularizer,
                             .constraint = config().depthwise_constraint});
    pointwise_ = add_weight("pointwise_kernel", {1, 1, channels * multiplier, config().filters},
                            {.initializer = config().pointwise_initializer,
                             .regularizer = config().pointwise_regularizer,
                             .constraint = config().pointwise_constraint});
    if (config().use_bias)
      bias_ = add_weight("bias", {config().filters},
                         {.initializer = config().bias_initializer,
                          .regularizer = config().bias_regularizer,
                          .constraint = config().bias_constraint});
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    return with_channels_last(x, config().data_format, [&](const Tensor& last) {
      const Tensor y = ops::separable_conv(last, depthwise_, pointwise_,
                                           {.strides = config().strides,
                                            .padding = config().padding,
                                            .dilation_rate = config().dilation_rate});
      return config().activation(bias_.defined() ? y + bias_ : y);
    });
  }

 private:
  Variable depthwise_, pointwise_, bias_;
};

}  // namespace

constinit const ClassDef separable_conv2d_layer = class_def<SeparableConv2D>(
    "SeparableConv2D", "A depthwise convolution, and one that mixes the channels.",
    {"SeparableConvolution2D"});

LayerRef layers::SeparableConv2D(int64_t filters, const Sizes& kernel_size,
                                 SeparableConv2DOptions options) {
  options.filters = filters;
  options.kernel_size = kernel_size;
  return std::make_shared<cornu::SeparableConv2D>(std::move(options));
}

}  // namespace cornu
