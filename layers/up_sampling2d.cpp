#include "layers/up_sampling2d.h"

#include "framework/nn/classes.h"
#include "layers/channels.h"

namespace cornu {

namespace {

/// Sizes for each axis, as Keras writes them.
layers::UpSampling2DOptions checked(layers::UpSampling2DOptions options) {
  options.size = Sizes(options.size.expanded("UpSampling2D", "size", 2));
  return options;
}

class UpSampling2D final : public Layer<layers::UpSampling2DOptions> {
 public:
  explicit UpSampling2D(layers::UpSampling2DOptions options = {})
      : Layer(checked(std::move(options))) {}
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    const auto& size = config().size.given();
    return with_channels_last(x, config().data_format, [&](const Tensor& last) {
      return enlarged(last, size[0], size[1], config().interpolation);
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
