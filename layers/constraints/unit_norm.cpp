#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/constraints/constraints.h"

namespace cornu {

namespace {

/// Keras's epsilon: keeps a weight of zeros from becoming NaN.
constexpr double kEpsilon = 1e-7;

class UnitNorm final : public ConstraintWith<constraints::UnitNormOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& weight) const override {
    return weight / (constraints::norm_along(weight, config().axis) + kEpsilon);
  }
};

}  // namespace

constinit const ClassDef unit_norm_constraint = class_def<UnitNorm>("UnitNorm", "Norms of 1.");

Constraint constraints::UnitNorm(const UnitNormOptions& options) {
  return std::make_shared<cornu::UnitNorm>(options);
}

}  // namespace cornu
