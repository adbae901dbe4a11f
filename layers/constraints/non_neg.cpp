#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/constraints/constraints.h"

namespace cornu {

namespace {

class NonNeg final : public ConstraintWith<constraints::NonNegOptions> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& weight) const override { return ops::maximum(weight, 0); }
};

}  // namespace

constinit const ClassDef non_neg_constraint = class_def<NonNeg>("NonNeg", "No value below 0.");

Constraint constraints::NonNeg() { return std::make_shared<cornu::NonNeg>(); }

}  // namespace cornu
