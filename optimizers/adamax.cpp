#include "optimizers/adamax.h"

#include "framework/nn/classes.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class Adamax final : public Optimizer<optimizers::AdamaxOptions> {
 public:
  using Optimizer::Optimizer;

  std::vector<SlotDef> slots() const override {
    return {{"momentum"}, {.name = "norm", .beside_previous = true}};
  }

  Tensors derive(const StepScalars& scalars) const override {
    return {scalars.learning_rate / (1.0 - ops::power(config().beta_1, scalars.step))};
  }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const Tensor m = slots[0] + (gradient - slots[0]) * (1 - config().beta_1);
    const Tensor u = ops::maximum(slots[1] * config().beta_2, ops::abs(gradient));
    return {weight - m * scalars.derived[0] / (u + config().epsilon), {m, u}};
  }
};

}  // namespace

constinit const ClassDef adamax_optimizer =
    class_def<Adamax>("Adamax", "Adam with the largest magnitude in place of the mean square.");

}  // namespace cornu
