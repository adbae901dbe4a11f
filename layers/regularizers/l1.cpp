#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/regularizers/regularizers.h"

namespace cornu {

namespace {

class L1 final : public RegularizerWith<regularizers::L1Options> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& x) const override { return ops::sum(ops::abs(x)) * config().l1; }
};

}  // namespace

constinit const ClassDef l1_regularizer = class_def<L1>("L1", "The sum of absolute values.");

Regularizer regularizers::L1(double l1) { return std::make_shared<cornu::L1>(L1Options{l1}); }

}  // namespace cornu
