#include "framework/nn/classes.h"
#include "framework/ops/creation.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

class Ones final : public InitializerWith<initializers::OnesOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Shape& shape, DType dtype) const override { return ones(shape, dtype); }
};

}  // namespace

constinit const ClassDef ones_initializer = class_def<Ones>("Ones", "Every element 1.", {"one"});

Initializer initializers::Ones() { return std::make_shared<cornu::Ones>(); }

}  // namespace cornu
