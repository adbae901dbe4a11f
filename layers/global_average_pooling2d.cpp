#include "layers/global_average_pooling2d.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class GlobalAveragePooling2D final : public Layer<layers::GlobalAveragePooling2DOptions> {
 public:
  using Layer::Layer;
  void build(const Shape& input) override {
    if (input.ndim() != 4)
      fail<ShapeError>(
          "the input must have four axes, such as [batch, height, width, channels]: "
          "it is ",
          input, ".");
  }
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
