#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "layers/initializers/initializers.h"
#include "layers/initializers/scaled.h"

namespace cornu {

namespace {

class VarianceScaling final : public InitializerWith<initializers::VarianceScalingOptions> {
 public:
  explicit VarianceScaling(initializers::VarianceScalingOptions options = {})
      : Configured(options), draw_(options.seed) {
    if (options.scale <= 0)
      fail<ValueError>("VarianceScaling: scale must be above 0, not ", options.scale, ".");
  }
  Tensor call(const Shape& shape, DType dtype) const override {
    return draw_scaled(draw_, shape, dtype, config());
  }

 private:
  Draw draw_;
};

}  // namespace

constinit const ClassDef variance_scaling_initializer = class_def<VarianceScaling>(
    "VarianceScaling", "Values whose variance is `scale` over the number of connections.");

Initializer initializers::VarianceScaling(const VarianceScalingOptions& options) {
  return std::make_shared<cornu::VarianceScaling>(options);
}

}  // namespace cornu
