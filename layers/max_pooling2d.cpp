#include "layers/max_pooling2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/pool.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them.
layers::MaxPooling2DOptions checked(layers::MaxPooling2DOptions options) {
  options.pool_size = Sizes(options.pool_size.expanded("MaxPooling2D", "pool_size", 2));
  options.strides =
      Sizes(options.strides.value_or(options.pool_size).expanded("MaxPooling2D", "strides", 2));
  return options;
}

class MaxPooling2D final : public Layer<layers::MaxPooling2DOptions> {
 public:
  explicit MaxPooling2D(layers::MaxPooling2DOptions options = {})
      : Layer(checked(std::move(options))) {}
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    return with_channels_last(x, config().data_format, [&](const Tensor& last) {
      return ops::max_pool(last, {.pool_size = config().pool_size,
                                  .strides = config().strides,
                                  .padding = config().padding});
    });
  }
};

}  // namespace

constinit const ClassDef max_pooling2d_layer = class_def<MaxPooling2D>(
    "MaxPooling2D", "The largest element of each window over height and width.", {"MaxPool2D"});

LayerRef layers::MaxPooling2D(const Sizes& pool_size, MaxPooling2DOptions options) {
  options.pool_size = pool_size;
  return std::make_shared<cornu::MaxPooling2D>(std::move(options));
}

}  // namespace cornu
