#include "layers/average_pooling2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/pool.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them.
layers::AveragePooling2DOptions checked(layers::AveragePooling2DOptions options) {
  options.pool_size = Sizes(options.pool_size.expanded("AveragePooling2D", "pool_size", 2));
  options.strides =
      Sizes(options.strides.value_or(options.pool_size).expanded("AveragePooling2D", "strides", 2));
  return options;
}

class AveragePooling2D final : public Layer<layers::AveragePooling2DOptions> {
 public:
  explicit AveragePooling2D(layers::AveragePooling2DOptions options = {})
      : Layer(checked(std::move(options))) {}
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    return with_channels_last(x, config().data_format, [&](const Tensor& last) {
      return ops::average_pool(last, {.pool_size = config().pool_size,
                                      .strides = config().strides,
                                      .padding = config().padding});
    });
  }
};

}  // namespace

constinit const ClassDef average_pooling2d_layer = class_def<AveragePooling2D>(
    "AveragePooling2D", "The mean of each window over height and width.", {"AvgPool2D"});

LayerRef layers::AveragePooling2D(const Sizes& pool_size, AveragePooling2DOptions options) {
  options.pool_size = pool_size;
  return std::make_shared<cornu::AveragePooling2D>(std::move(options));
}

}  // namespace cornu
