#include "layers/conv2d.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/convolution.h"

namespace cornu {

namespace {

class Conv2D final : public ConvolutionLayer<layers::Conv2DOptions> {
 public:
  explicit Conv2D(layers::Conv2DOptions options = {})
      : ConvolutionLayer(with_windows(std::move(options), "Conv2D")) {
    check_at_least_one("Conv2D", "filters", config().filters);
    if (config().groups < 1 || config().filters % config().groups != 0)
      fail<ValueError>("Conv2D: ", config().filters, " filters do not fall into ", config().groups,
                       " groups.");
  }

  void build(const Shape& input) override {
    const int64_t channels = channels_of(input);
    if (channels % config().groups != 0)
      fail<ShapeError>("the ", channels, " channels of the input ", input, " do not fall into ",
                       config().groups, " groups.");
    kernel_ = add_weight("kernel", kernel_shape(channels / config().groups, config().filters),
                         {.initializer = config().kernel_initializer,
                          .regularizer = config().kernel_regularizer,
                          .constraint = config().kernel_constraint});
    add_bias(config().filters);
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    return finish(x, [&](const Tensor& last) {
      return ops::conv(last, kernel_,
                       {.strides = config().strides,
                        .padding = config().padding,
                        .dilation_rate = config().dilation_rate});
    });
  }

 private:
  Variable kernel_;
};

}  // namespace

constinit const ClassDef conv2d_layer =
    class_def<Conv2D>("Conv2D", "Convolution over height and width.", {"Convolution2D"});

LayerRef layers::Conv2D(int64_t filters, const Sizes& kernel_size, Conv2DOptions options) {
  options.filters = filters;
  options.kernel_size = kernel_size;
  return std::make_shared<cornu::Conv2D>(std::move(options));
}

}  // namespace cornu
