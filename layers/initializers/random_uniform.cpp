#include "framework/nn/classes.h"
#include "layers/initializers/draw.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

class RandomUniform final : public InitializerWith<initializers::RandomUniformOptions> {
 public:
  explicit RandomUniform(initializers::RandomUniformOptions options = {})
      : Configured(options), draw_(options.seed) {}
  Tensor call(const Shape& shape, DType dtype) const override {
    return draw_.uniform(shape, dtype, config().minval, config().maxval);
  }

 private:
  Draw draw_;
};

}  // namespace

constinit const ClassDef random_uniform_initializer =
    class_def<RandomUniform>("RandomUniform", "Uniform values.", {"uniform"});

Initializer initializers::RandomUniform(const RandomUniformOptions& options) {
  return std::make_shared<cornu::RandomUniform>(options);
}

}  // namespace cornu
