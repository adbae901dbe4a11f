#include "layers/cropping2d.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

class Cropping2D final : public Layer<layers::Cropping2DOptions> {
 public:
  explicit Cropping2D(layers::Cropping2DOptions options = {}) : Layer(std::move(options)) {
    config().cropping.check("Cropping2D", "cropping");
  }
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    StridedSliceAttrs kept;
    const int64_t first = first_spatial_axis(config().data_format);
    for (int64_t axis = 0; axis < first; ++axis) kept.add(all);
    for (const auto& [before, after] : config().cropping.sides()) {
      const auto axis = static_cast<int64_t>(kept.step.size());
      const int64_t size = x.shape()[axis];
      if (size != unknown && before + after >= size)
        fail<ShapeError>("cropping ", before, " and ", after, " elements leaves nothing of axis ",
                         axis, ": the input is ", x.spec(), ".");
      Range range(before, -after);
      range.has_stop = after > 0;
      kept.add(range);
    }
    return ops::strided_slice(x, kept);
  }
};

}  // namespace

constinit const ClassDef cropping2d_layer =
    class_def<Cropping2D>("Cropping2D", "An image without its margins.");

LayerRef layers::Cropping2D(const Margins& cropping, Cropping2DOptions options) {
  options.cropping = cropping;
  return std::make_shared<cornu::Cropping2D>(std::move(options));
}

}  // namespace cornu
