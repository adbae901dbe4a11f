#include "framework/nn/classes.h"
#include "framework/ops/ops.h"
#include "layers/regularizers/regularizers.h"

namespace cornu {

namespace {

class L1L2 final : public RegularizerWith<regularizers::L1L2Options> {
 public:
  using Configured::Configured;
  Tensor call(const Tensor& x) const override {
    return ops::sum(ops::abs(x)) * config().l1 + ops::sum(ops::square(x)) * config().l2;
  }
};

}  // namespace

constinit const ClassDef l1_l2_regularizer =
    class_def<L1L2>("L1L2", "The sums of absolute values and of squares.");

Regularizer regularizers::L1L2(const L1L2Options& options) {
  return std::make_shared<cornu::L1L2>(options);
}

}  // namespace cornu
