#include "layers/conv2d_transpose.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them; refuses what no input could fit.
layers::Conv2DTransposeOptions checked(layers::Conv2DTransposeOptions options) {
  const auto expand = [](Sizes& sizes, std::string_view argument) {
    sizes = Sizes(sizes.expanded("Conv2DTranspose", argument, 2));
  };
  expand(options.kernel_size, "kernel_size");
  expand(options.strides, "strides");
  expand(options.dilation_rate, "dilation_rate");
  if (options.filters < 1)
    fail<ValueError>("Conv2DTranspose: filters must be at least 1, not ", options.filters, ".");
  const auto& strides = options.strides.given();
  if (options.output_padding) {
    const Sizes given = *options.output_padding;
    if (given.given().size() != 2 && !given.single())
      fail<ValueError>("Conv2DTranspose: output_padding has ", given.given().size(),
                       " sizes, there are 2 spatial axes.");
    const std::vector<int64_t> extra{given.given().front(), given.given().back()};
    for (size_t i = 0; i < 2; ++i)
      if (extra[i] < 0 || extra[i] >= strides[i])
        fail<ValueError>("Conv2DTranspose: output_padding holds ", extra[i],
                         "; it must be at least 0 and less than the stride, ", strides[i], ".");
    options.output_padding = Sizes(extra);
  }
  const auto above_one = [](const Sizes& sizes) {
    return std::max(sizes.given()[0], sizes.given()[1]) > 1;
  };
  if (above_one(options.strides) && above_one(options.dilation_rate))
    fail<ValueError>("Conv2DTranspose: strides and dilation_rate cannot both be above 1.");
  return options;
}

class Conv2DTranspose final : public Layer<layers::Conv2DTransposeOptions> {
 public:
  explicit Conv2DTranspose(layers::Conv2DTransposeOptions options = {})
      : Layer(checked(std::move(options))) {}

  void build(const Shape& input) override {
    const int64_t channels = image_channels(input, config().data_format);
    const Shape shape = Shape(config().kernel_size.given()) + Shape{config().filters, channels};
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
      const Tensor y = ops::conv_transpose(last, kernel_,
                                           {.strides = config().strides,
                                            .padding = config().padding,
                                            .output_padding = config().output_padding,
                                            .dilation_rate = config().dilation_rate});
      return config().activation(bias_.defined() ? y + bias_ : y);
    });
  }

 private:
  Variable kernel_, bias_;
};

}  // namespace

constinit const ClassDef conv2d_transpose_layer =
    class_def<Conv2DTranspose>("Conv2DTranspose", "The transpose of a convolution, which enlarges.",
                               {"Convolution2DTranspose"});

LayerRef layers::Conv2DTranspose(int64_t filters, const Sizes& kernel_size,
                                 Conv2DTransposeOptions options) {
  options.filters = filters;
  options.kernel_size = kernel_size;
  return std::make_shared<cornu::Conv2DTranspose>(std::move(options));
}

}  // namespace cornu
