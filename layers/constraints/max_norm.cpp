#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/constraints/constraints.h"

namespace cornu {

namespace {

/// Keras's epsilon: keeps a weight of zeros from becoming NaN.
constexpr double kEpsilon = 1e-7;

class MaxNorm final : public ConstraintWith<constraints::MaxNormOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& weight) const override {
    const Tensor norms = constraints::norm_along(weight, config().axis);
    const Tensor wanted = ops::minimum(norms, config().max_value);
    return weight * (wanted / (norms + kEpsilon));
  }
};

}  // namespace

constinit const ClassDef max_norm_constraint =
    class_def<MaxNorm>("MaxNorm", "Norms of at most max_value.");

Constraint constraints::MaxNorm(const MaxNormOptions& options) {
  return std::make_shared<cornu::MaxNorm>(options);
}

}  // namespace cornu
