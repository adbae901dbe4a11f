#include "framework/nn/classes.h"
#include "framework/ops/creation.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

class Zeros final : public InitializerWith<initializers::ZerosOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Shape& shape, DType dtype) const override { return zeros(shape, dtype); }
};

}  // namespace

constinit const ClassDef zeros_initializer =
    class_def<Zeros>("Zeros", "Every element 0.", {"zero"});

Initializer initializers::Zeros() { return std::make_shared<cornu::Zeros>(); }

}  // namespace cornu
