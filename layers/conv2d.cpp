#include "layers/conv2d.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them; refuses what no input could fit.
layers::Conv2DOptions checked(layers::Conv2DOptions options) {
  const auto expand = [](Sizes& sizes, std::string_view argument) {
    sizes = Sizes(sizes.expanded("Conv2D", argument, 2));
  };
  expand(options.kernel_size, "kernel_size");
  expand(options.strides, "strides");
  expand(options.dilation_rate, "dilation_rate");
  if (options.filters < 1)
    fail<ValueError>("Conv2D: filters must be at least 1, not ", options.filters, ".");
  if (options.groups < 1 || options.filters % options.groups != 0)
    fail<ValueError>("Conv2D: ", options.filters, " filters do not fall into ", options.groups,
                     " groups.");
  return options;
}

class Conv2D final : public Layer<layers::Conv2DOptions> {
 public:
  explicit Conv2D(layers::Conv2DOptions options = {}) : Layer(checked(std::move(options))) {}

  void build(const Shape& input) override {
    const int64_t channels = image_channels(input, config().data_format);
    if (channels % config().groups != 0)
      fail<ShapeError>("the ", channels, " channels of the input ", input, " do not fall into ",
                       config().groups, " groups.");
    Shape shape(config().kernel_size.given());
    shape.push_back(channels / config().groups);
    shape.push_back(config().filters);
    kernel_ = add_weight("kernel", shape,
                         {.initializer = config().kernel_initializer,
                          .regularizer = config().kernel_regularizer,
                          .constraint = config().kernel_constraint});
    if (config().use_bias)
      bias_ = add_weight("bias", {config().filters},
                         {.initializer = config().bias_initializer,
                          .regularizer = config().bias_regularizer,
                          .constraint = config().bias_constraint});
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    return with_channels_last(x, config().data_format, [&](const Tensor& last) {
      const Tensor y = ops::conv(last, kernel_,
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

constinit const ClassDef conv2d_layer =
    class_def<Conv2D>("Conv2D", "Convolution over height and width.", {"Convolution2D"});

LayerRef layers::Conv2D(int64_t filters, const Sizes& kernel_size, Conv2DOptions options) {
  options.filters = filters;
  options.kernel_size = kernel_size;
  return std::make_shared<cornu::Conv2D>(std::move(options));
}

}  // namespace cornu
