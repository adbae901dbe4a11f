#include "layers/global_average_pooling2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

class GlobalAveragePooling2D final : public Layer<layers::GlobalAveragePooling2DOptions> {
 public:
  using Layer::Layer;
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    const bool last = config().data_format == DataFormat::channels_last;
    return ops::mean(x, {.axis = last ? Axes{1, 2} : Axes{2, 3}, .keepdims = config().keepdims});
  }
};

}  // namespace

constinit const ClassDef global_average_pooling2d_layer = class_def<GlobalAveragePooling2D>(
    "GlobalAveragePooling2D", "The mean over height and width.", {"GlobalAvgPool2D"});

LayerRef layers::GlobalAveragePooling2D(GlobalAveragePooling2DOptions options) {
  return std::make_shared<cornu::GlobalAveragePooling2D>(std::move(options));
}

}  // namespace cornu
