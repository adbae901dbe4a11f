#include "layers/zero_padding2d.h"

#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/channels.h"

namespace cornu {

namespace {

class ZeroPadding2D final : public Layer<layers::ZeroPadding2DOptions> {
 public:
  explicit ZeroPadding2D(layers::ZeroPadding2DOptions options = {}) : Layer(std::move(options)) {
    config().padding.check("ZeroPadding2D", "padding");
  }
  void build(const Shape& input) override { check_image(input); }
  Tensor call(const Tensor& x, const CallContext&) override {
    std::vector<std::pair<int64_t, int64_t>> widths(4, {0, 0});
    const auto axis = static_cast<size_t>(first_spatial_axis(config().data_format));
    for (size_t i = 0; i < 2; ++i) widths[axis + i] = config().padding.sides()[i];
    return ops::pad(x, {.pad_width = widths});
  }
};

}  // namespace

constinit const ClassDef zero_padding2d_layer =
    class_def<ZeroPadding2D>("ZeroPadding2D", "Zeros around height and width.");

LayerRef layers::ZeroPadding2D(const Margins& padding, ZeroPadding2DOptions options) {
  options.padding = padding;
  return std::make_shared<cornu::ZeroPadding2D>(std::move(options));
}

}  // namespace cornu
