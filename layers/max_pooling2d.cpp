#include "layers/max_pooling2d.h"

#include "framework/base/error.h"
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
  void build(const Shape& input) override {
    if (input.ndim() != 4)
      fail<ShapeError>(
          "the input must have four axes, such as [batch, height, width, channels]: "
          "it is ",
          input, ".");
  }
  Tensor call(const Tensor& x, const CallContext&) override {
    const bool first = config().data_format == DataFormat::channels_first;
    const Tensor y =
        ops::max_pool(first ? channels_to_last(x) : x, {.pool_size = config().pool_size,
                                                        .strides = config().strides,
                                                        .padding = config().padding});
    return first ? channels_to_first(y) : y;
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
