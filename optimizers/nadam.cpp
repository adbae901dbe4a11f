#include "optimizers/nadam.h"

#include "framework/nn/classes.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class Nadam final : public Optimizer<optimizers::NadamOptions> {
 public:
  using Optimizer::Optimizer;

  std::vector<SlotDef> slots() const override {
    return {{"momentum"}, {.name = "velocity", .beside_previous = true}};
  }
  std::vector<SlotDef> shared_slots() const override { return {{"u_product", 1}}; }
  Tensors update_shared(const Tensors& shared, const StepScalars& scalars) const override {
    return {shared[0] * share(scalars.step)};
  }

  Tensors derive(const StepScalars& scalars) const override {
    const Tensor &rate = scalars.learning_rate, &product = scalars.shared[0];
    const Tensor now = share(scalars.step), next = share(scalars.step + 1.0);
    return {rate * next / (1.0 - product * next), rate * (1.0 - now) / (1.0 - product),
            1.0 - ops::power(config().beta_2, scalars.step)};
  }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const Tensor m = slots[0] + (gradient - slots[0]) * (1 - config().beta_1);
    const Tensor v = slots[1] + (ops::square(gradient) - slots[1]) * (1 - config().beta_2);
    const Tensor step = m * scalars.derived[0] + gradient * scalars.derived[1];
    return {weight - step / (ops::sqrt(v / scalars.derived[2]) + config().epsilon), {m, v}};
  }

 private:
  /// How much of the momentum the t-th step uses; it grows to beta_1.
  Tensor share(const Tensor& t) const {
    return (1.0 - ops::power(0.96, t) * 0.5) * config().beta_1;
  }
};

}  // namespace

constinit const ClassDef nadam_optimizer =
    class_def<Nadam>("Nadam", "Adam with Nesterov momentum.");

}  // namespace cornu
