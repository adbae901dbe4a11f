#include <vector>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "layers/initializers/draw.h"
#include "layers/initializers/initializers.h"

namespace cornu {

namespace {

class Identity final : public InitializerWith<initializers::IdentityOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Shape& shape, DType dtype) const override {
    if (shape.ndim() != 2)
      fail<ValueError>("Identity: only weights with two axes can be an identity matrix, not ",
                       shape, ".");
    std::vector<double> values(static_cast<size_t>(shape.elements()), 0.0);
    for (int64_t i = 0; i < std::min(shape[0], shape[1]); ++i)
      values[static_cast<size_t>(i * shape[1] + i)] = config().gain;
    return tensor_of_values(values, shape, dtype);
  }
};

}  // namespace

constinit const ClassDef identity_initializer =
    class_def<Identity>("Identity", "The identity matrix times `gain`.", {"eye"});

Initializer initializers::Identity(const IdentityOptions& options) {
  return std::make_shared<cornu::Identity>(options);
}

}  // namespace cornu
