#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/constraints/constraints.h"

namespace cornu {

namespace {

/// Keras's epsilon: keeps a weight of zeros from becoming NaN.
constexpr double kEpsilon = 1e-7;

class MinMaxNorm final : public ConstraintWith<constraints::MinMaxNormOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& weight) const override {
    const Tensor norms = constraints::norm_along(weight, config().axis);
    const Tensor inside = ops::minimum(ops::maximum(norms, config().min_value), config().max_value);
    const Tensor wanted = config().rate * inside + (1 - config().rate) * norms;
    return weight * (wanted / (norms + kEpsilon));
  }
};

}  // namespace

constinit const ClassDef min_max_norm_constraint =
    class_def<MinMaxNorm>("MinMaxNorm", "Norms between min_value and max_value.");

Constraint constraints::MinMaxNorm(const MinMaxNormOptions& options) {
  return std::make_shared<cornu::MinMaxNorm>(options);
}

}  // namespace cornu
