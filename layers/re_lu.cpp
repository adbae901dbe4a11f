#include "layers/re_lu.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class ReLU final : public Layer<layers::ReLUOptions> {
 public:
  explicit ReLU(layers::ReLUOptions options = {}) : Layer(std::move(options)) {
    const auto check = [](std::string_view name, double value) {
      if (value < 0) fail<ValueError>("ReLU: ", name, " must not be below 0: ", value, ".");
    };
    check("max_value", config().max_value.value_or(0));
    check("negative_slope", config().negative_slope);
    check("threshold", config().threshold);
  }

  Tensor call(const Tensor& x, const CallContext&) override {
    const auto& [max_value, slope, threshold] =
        std::tie(config().max_value, config().negative_slope, config().threshold);
    Tensor y;
    if (slope == 0 && threshold == 0)
      y = ops::relu(x);
    else
      y = ops::where(x > threshold, x, slope == 0 ? x * 0.0 : (x - threshold) * slope);
    return max_value ? ops::minimum(y, *max_value) : y;
  }
  bool supports_masking() const override { return true; }
};

}  // namespace

constinit const ClassDef re_lu_layer = class_def<ReLU>("ReLU", "Cuts or damps values below 0.");

LayerRef layers::ReLU(ReLUOptions options) {
  return std::make_shared<cornu::ReLU>(std::move(options));
}

}  // namespace cornu
