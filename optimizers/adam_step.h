#pragma once

#include "framework/nn/optimizer.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"

namespace cornu {

/// The step of Adam, which AdamW takes too: they differ in their options.
template <class C>
class AdamStep : public Optimizer<C> {
 public:
  using Optimizer<C>::Optimizer;
  using Optimizer<C>::config;

  std::vector<SlotDef> slots() const override {
    std::vector<SlotDef> slots = {{"momentum"}, {.name = "velocity", .beside_previous = true}};
    if (config().amsgrad) slots.push_back({"velocity_hat"});
    return slots;
  }

  Tensors derive(const StepScalars& scalars) const override {
    const Tensor mean_bias = 1.0 - ops::power(config().beta_1, scalars.step);
    const Tensor square_bias = 1.0 - ops::power(config().beta_2, scalars.step);
    return {scalars.learning_rate * ops::sqrt(square_bias) / mean_bias};
  }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const Tensor &rate = scalars.derived[0], &m = slots[0], &v = slots[1];
    Update next;
    next.slots = {m + (gradient - m) * (1 - config().beta_1),
                  v + (ops::square(gradient) - v) * (1 - config().beta_2)};
    if (config().amsgrad) next.slots.push_back(ops::maximum(slots[2], next.slots[1]));
    next.weight = weight - next.slots[0] * rate / (ops::sqrt(next.slots.back()) + config().epsilon);
    return next;
  }
};

}  // namespace cornu
