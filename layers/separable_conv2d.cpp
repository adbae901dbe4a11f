#include "layers/separable_conv2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/convolution.h"

namespace cornu {

namespace {

class SeparableConv2D final : public ConvolutionLayer<layers::SeparableConv2DOptions> {
 public:
  explicit SeparableConv2D(layers::SeparableConv2DOptions options = {})
      : ConvolutionLayer(with_windows(std::move(options), "SeparableConv2D")) {
    check_at_least_one("SeparableConv2D", "filters", config().filters);
    check_at_least_one("SeparableConv2D", "depth_multiplier", config().depth_multiplier);
  }

  void build(const Shape& input) override {
    const int64_t channels = channels_of(input);
    const int64_t multiplier = config().depth_multiplier;
    depthwise_ = add_weight("depthwise_kernel", kernel_shape(channels, multiplier),
                            {.initializer = config().depthwise_initializer,
                             .regularizer = config().depthwise_regularizer,
                             .constraint = config().depthwise_constraint});
    pointwise_ = add_weight("pointwise_kernel", {1, 1, channels * multiplier, config().filters},
                            {.initializer = config().pointwise_initializer,
                             .regularizer = config().pointwise_regularizer,
                             .constraint = config().pointwise_constraint});
    add_bias(config().filters);
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    return finish(x, [&](const Tensor& last) {
      return ops::separable_conv(last, depthwise_, pointwise_,
                                 {.strides = config().strides,
                                  .padding = config().padding,
                                  .dilation_rate = config().dilation_rate});
    });
  }

 private:
  Variable depthwise_, pointwise_;
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
