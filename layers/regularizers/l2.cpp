#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/regularizers/regularizers.h"

namespace cornu {

namespace {

class L2 final : public RegularizerWith<regularizers::L2Options> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& x) const override { return ops::sum(ops::square(x)) * config().l2; }
};

}  // namespace

constinit const ClassDef l2_regularizer = class_def<L2>("L2", "The sum of squares.");

Regularizer regularizers::L2(double l2) { return std::make_shared<cornu::L2>(L2Options{l2}); }

}  // namespace cornu
