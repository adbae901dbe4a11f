#include "optimizers/lion.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class Lion final : public Optimizer<optimizers::LionOptions> {
 public:
  explicit Lion(Config config) : Optimizer(std::move(config)) {
    const double beta_1 = this->config().beta_1;
    if (!(beta_1 > 0 && beta_1 <= 1))
      fail<ValueError>("Lion: beta_1 must be above 0 and at most 1, not ", beta_1, ".");
  }

  std::vector<SlotDef> slots() const override { return {{"momentum"}}; }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const double now = config().beta_1, kept = config().beta_2;
    const Tensor direction = ops::sign(slots[0] * now + gradient * (1 - now));
    return {weight - direction * scalars.learning_rate, {slots[0] * kept + gradient * (1 - kept)}};
  }
};

}  // namespace

constinit const ClassDef lion_optimizer =
    class_def<Lion>("Lion", "Steps of one length by the sign of a running mean.");

}  // namespace cornu
