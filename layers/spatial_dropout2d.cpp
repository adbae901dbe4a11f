#include "layers/spatial_dropout2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"
#include "layers/seeded.h"

namespace cornu {

namespace {

class SpatialDropout2D final : public SeededLayer<layers::SpatialDropout2DOptions> {
 public:
  explicit SpatialDropout2D(layers::SpatialDropout2DOptions options = {})
      : SeededLayer(std::move(options), "SpatialDropout2D", "rate",
                    &layers::SpatialDropout2DOptions::rate) {}

  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext& context) override {
    if (does_nothing(context)) return x;
    // One element for each sample and channel, all 1, whatever sizes are not known yet.
    StridedSliceAttrs first;
    const int64_t spatial = first_spatial_axis(config().data_format);
    for (int64_t axis = 0; axis < 4; ++axis)
      first.add(axis == spatial || axis == spatial + 1 ? Range(0, 1) : Range(all));
    const Tensor element = ops::strided_slice(x, first);
    const Tensor one = ops::cast(ops::logical_or(ops::equal(element, element), true), x.dtype());
    return x * random::dropout(one, config().rate, {.seed = generator()});
  }

  /// Keras's class takes none of these.
  Json get_config() const override {
    Json config = Layer::get_config();
    for (const char* unknown_to_keras : {"trainable", "activity_regularizer"})
      config.erase(unknown_to_keras);
    return config;
  }
};

}  // namespace

constinit const ClassDef spatial_dropout2d_layer = class_def<SpatialDropout2D>(
    "SpatialDropout2D", "Sets a share of the channels to 0 in training.");

LayerRef layers::SpatialDropout2D(double rate, SpatialDropout2DOptions options) {
  options.rate = rate;
  return std::make_shared<cornu::SpatialDropout2D>(std::move(options));
}

}  // namespace cornu
