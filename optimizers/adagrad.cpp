#include "optimizers/adagrad.h"

#include "framework/nn/classes.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class Adagrad final : public Optimizer<optimizers::AdagradOptions> {
 public:
  using Optimizer::Optimizer;

  std::vector<SlotDef> slots() const override {
    return {{"accumulator", config().initial_accumulator_value}};
  }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const Tensor sum = slots[0] + ops::square(gradient);
    return {weight - gradient * scalars.learning_rate / ops::sqrt(sum + config().epsilon), {sum}};
  }
};

}  // namespace

constinit const ClassDef adagrad_optimizer =
    class_def<Adagrad>("Adagrad", "Divides by the root of the sum of all squares so far.");

}  // namespace cornu
