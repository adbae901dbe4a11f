#include "layers/conv2d_transpose.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/convolution.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them; refuses what the strides do not allow.
OptionalSizes checked_output_padding(const layers::Conv2DTransposeOptions& options) {
  if (!options.output_padding) return {};
  const Sizes given = *options.output_padding;
  if (given.given().size() != 2 && !given.single())
    fail<ValueError>("Conv2DTranspose: output_padding has ", given.given().size(),
                     " sizes, there are 2 spatial axes.");
  const std::vector<int64_t> extra{given.given().front(), given.given().back()};
  for (size_t i = 0; i < 2; ++i)
    if (const int64_t stride = options.strides.given()[i]; extra[i] < 0 || extra[i] >= stride)
      fail<ValueError>("Conv2DTranspose: output_padding holds ", extra[i],
                       "; it must be at least 0 and less than the stride, ", stride, ".");
  return Sizes(extra);
}

bool above_one(const Sizes& sizes) { return std::max(sizes.given()[0], sizes.given()[1]) > 1; }

class Conv2DTranspose final : public ConvolutionLayer<layers::Conv2DTransposeOptions> {
 public:
  explicit Conv2DTranspose(layers::Conv2DTransposeOptions options = {})
      : ConvolutionLayer(checked(with_windows(std::move(options), "Conv2DTranspose"))) {}

  void build(const Shape& input) override {
    kernel_ = add_weight("kernel", kernel_shape(config().filters, channels_of(input)),
                         {.initializer = config().kernel_initializer,
                          .regularizer = config().kernel_regularizer,
                          .constraint = config().kernel_constraint});
    add_bias(config().filters);
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    return finish(x, [&](const Tensor& last) {
      return ops::conv_transpose(last, kernel_,
                                 {.strides = config().strides,
                                  .padding = config().padding,
                                  .output_padding = config().output_padding,
                                  .dilation_rate = config().dilation_rate});
    });
  }

 private:
  static layers::Conv2DTransposeOptions checked(layers::Conv2DTransposeOptions options) {
    check_at_least_one("Conv2DTranspose", "filters", options.filters);
    options.output_padding = checked_output_padding(options);
    if (above_one(options.strides) && above_one(options.dilation_rate))
      fail<ValueError>("Conv2DTranspose: strides and dilation_rate cannot both be above 1.");
    return options;
  }

  Variable kernel_;
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
