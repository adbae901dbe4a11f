#include "framework/nn/classes.h"
#include "framework/ops/creation.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

class Constant final : public InitializerWith<initializers::ConstantOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Shape& shape, DType dtype) const override {
    return full(shape, config().value, dtype);
  }
};

}  // namespace

constinit const ClassDef constant_initializer =
    class_def<Constant>("Constant", "Every element the same value.");

Initializer initializers::Constant(double value) {
  return std::make_shared<cornu::Constant>(ConstantOptions{value});
}

}  // namespace cornu
