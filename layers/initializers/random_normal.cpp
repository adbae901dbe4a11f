#include "framework/nn/classes.h"
#include "layers/initializers/draw.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

class RandomNormal final : public InitializerWith<initializers::RandomNormalOptions> {
 public:
  explicit RandomNormal(initializers::RandomNormalOptions options = {})
      : Configured(options), draw_(options.seed) {}
  Tensor call(const Shape& shape, DType dtype) const override {
    return draw_.normal(shape, dtype, config().mean, config().stddev);
  }

 private:
  Draw draw_;
};

}  // namespace

constinit const ClassDef random_normal_initializer =
    class_def<RandomNormal>("RandomNormal", "Normal values.", {"normal"});

Initializer initializers::RandomNormal(const RandomNormalOptions& options) {
  return std::make_shared<cornu::RandomNormal>(options);
}

}  // namespace cornu
