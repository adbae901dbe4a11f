#include "layers/depthwise_conv2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/convolution.h"

namespace cornu {

namespace {

class DepthwiseConv2D final : public ConvolutionLayer<layers::DepthwiseConv2DOptions> {
 public:
  explicit DepthwiseConv2D(layers::DepthwiseConv2DOptions options = {})
      : ConvolutionLayer(with_windows(std::move(options), "DepthwiseConv2D")) {
    check_at_least_one("DepthwiseConv2D", "depth_multiplier", config().depth_multiplier);
  }

  void build(const Shape& input) override {
    const int64_t channels = channels_of(input);
    const int64_t multiplier = config().depth_multiplier;
    kernel_ = add_weight("kernel", kernel_shape(channels, multiplier),
                         {.initializer = config().depthwise_initializer,
                          .regularizer = config().depthwise_regularizer,
                          .constraint = config().depthwise_constraint});
    add_bias(channels * multiplier);
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    return finish(x, [&](const Tensor& last) {
      return ops::depthwise_conv(last, kernel_,
                                 {.strides = config().strides,
                                  .padding = config().padding,
                                  .dilation_rate = config().dilation_rate});
    });
  }

 private:
  Variable kernel_;
};

}  // namespace

constinit const ClassDef depthwise_conv2d_layer =
    class_def<DepthwiseConv2D>("DepthwiseConv2D", "Each channel convolved by itself.");

LayerRef layers::DepthwiseConv2D(const Sizes& kernel_size, DepthwiseConv2DOptions options) {
  options.kernel_size = kernel_size;
  return std::make_shared<cornu::DepthwiseConv2D>(std::move(options));
}

}  // namespace cornu
