#include "optimizers/rmsprop.h"

#include "framework/nn/classes.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class RMSprop final : public Optimizer<optimizers::RMSpropOptions> {
 public:
  using Optimizer::Optimizer;

  std::vector<SlotDef> slots() const override {
    std::vector<SlotDef> slots = {{"velocity"}};
    if (config().momentum > 0) slots.push_back({"momentum"});
    if (config().centered) slots.push_back({"average_gradient"});
    return slots;
  }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const double rho = config().rho;
    Update next;
    const Tensor velocity = slots[0] * rho + ops::square(gradient) * (1 - rho);
    Tensor spread = velocity, average;
    if (config().centered) {
      average = slots.back() * rho + gradient * (1 - rho);
      spread = velocity - ops::square(average);
    }
    Tensor step = gradient * scalars.learning_rate / ops::sqrt(spread + config().epsilon);
    next.slots = {velocity};
    if (config().momentum > 0) {
      step = slots[1] * config().momentum + step;
      next.slots.push_back(step);
    }
    if (config().centered) next.slots.push_back(average);
    next.weight = weight - step;
    return next;
  }
};

}  // namespace

constinit const ClassDef rmsprop_optimizer =
    class_def<RMSprop>("RMSprop", "Divides by the root of the mean square.", {"rmsprop"});

}  // namespace cornu
