#include "framework/nn/classes.h"
#include "layers/initializers/draw.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

class TruncatedNormal final : public InitializerWith<initializers::TruncatedNormalOptions> {
 public:
  explicit TruncatedNormal(initializers::TruncatedNormalOptions options = {})
      : Configured(options), draw_(options.seed) {}
  Tensor call(const Shape& shape, DType dtype) const override {
    return draw_.truncated_normal(shape, dtype, config().mean, config().stddev);
  }

 private:
  Draw draw_;
};

}  // namespace

constinit const ClassDef truncated_normal_initializer = class_def<TruncatedNormal>(
    "TruncatedNormal", "Normal values, drawn again beyond two standard deviations.");

Initializer initializers::TruncatedNormal(const TruncatedNormalOptions& options) {
  return std::make_shared<cornu::TruncatedNormal>(options);
}

}  // namespace cornu
