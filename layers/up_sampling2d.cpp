#include "layers/up_sampling2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them.
layers::UpSampling2DOptions checked(layers::UpSampling2DOptions options) {
  options.size = Sizes(options.size.expanded("UpSampling2D", "size", 2));
  return options;
}

int64_t times(int64_t size, int64_t factor) { return size == unknown ? unknown : size * factor; }

/// Each element of an image [batch, height, width, channels] as a rectangle.
Tensor repeated(const Tensor& x, int64_t rows, int64_t columns) {
  const Shape& s = x.shape();
  const Tensor apart = ops::reshape(x, {.newshape = {s[0], s[1], 1, s[2], 1, s[3]}});
  const Tensor spread =
      ops::broadcast_to(apart, {.shape = {s[0], s[1], rows, s[2], columns, s[3]}});
  return ops::reshape(spread, {.newshape = {s[0], times(s[1], rows), times(s[2], columns), s[3]}});
}

class UpSampling2D final : public Layer<layers::UpSampling2DOptions> {
 public:
  explicit UpSampling2D(layers::UpSampling2DOptions options = {})
      : Layer(checked(std::move(options))) {}
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    const auto& size = config().size.given();
    return with_channels_last(x, config().data_format, [&](const Tensor& last) {
      if (config().interpolation == Interpolation::nearest) return repeated(last, size[0], size[1]);
      const Tensor real = ops::cast(last, to_floating(last.dtype()));
      return ops::resample(real,
                           {.axis = 1, .factor = size, .interpolation = config().interpolation});
    });
  }
};

}  // namespace

constinit const ClassDef up_sampling2d_layer =
    class_def<UpSampling2D>("UpSampling2D", "A multiple of the height and width.");

LayerRef layers::UpSampling2D(const Sizes& size, UpSampling2DOptions options) {
  options.size = size;
  return std::make_shared<cornu::UpSampling2D>(std::move(options));
}

}  // namespace cornu
