#include "optimizers/adadelta.h"

#include "framework/nn/classes.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class Adadelta final : public Optimizer<optimizers::AdadeltaOptions> {
 public:
  using Optimizer::Optimizer;

  std::vector<SlotDef> slots() const override {
    return {{"accumulated_grad"}, {.name = "accumulated_delta_var", .beside_previous = true}};
  }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const Tensor squares = averaged(slots[0], gradient);
    const Tensor step = gradient * root(slots[1]) / root(squares);
    return {weight - step * scalars.learning_rate, {squares, averaged(slots[1], step)}};
  }

 private:
  Tensor averaged(const Tensor& average, const Tensor& x) const {
    return average * config().rho + ops::square(x) * (1 - config().rho);
  }
  Tensor root(const Tensor& average) const { return ops::sqrt(average + config().epsilon); }
};

}  // namespace

constinit const ClassDef adadelta_optimizer = class_def<Adadelta>(
    "Adadelta", "Steps as long as the last ones were, whatever the gradients' scale.");

}  // namespace cornu
