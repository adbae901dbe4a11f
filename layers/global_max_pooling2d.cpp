#include "layers/global_max_pooling2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

class GlobalMaxPooling2D final : public Layer<layers::GlobalMaxPooling2DOptions> {
 public:
  using Layer::Layer;
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    const int64_t axis = first_spatial_axis(config().data_format);
    return ops::max(x, {.axis = {axis, axis + 1}, .keepdims = config().keepdims});
  }
};

}  // namespace

constinit const ClassDef global_max_pooling2d_layer = class_def<GlobalMaxPooling2D>(
    "GlobalMaxPooling2D", "The largest element over height and width.", {"GlobalMaxPool2D"});

LayerRef layers::GlobalMaxPooling2D(GlobalMaxPooling2DOptions options) {
  return std::make_shared<cornu::GlobalMaxPooling2D>(std::move(options));
}

}  // namespace cornu
