#include "optimizers/sgd.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class SGD final : public Optimizer<optimizers::SGDOptions> {
 public:
  explicit SGD(Config config) : Optimizer(std::move(config)) {
    const double momentum = this->config().momentum;
    if (!(momentum >= 0 && momentum <= 1))
      fail<ValueError>("SGD: momentum must be in [0, 1], not ", momentum, ".");
  }

  std::vector<SlotDef> slots() const override {
    if (config().momentum == 0) return {};
    return {{"momentum"}};
  }

  Update update(const Tensor& weight, const Tensor& gradient, const Tensors& slots,
                const StepScalars& scalars) const override {
    const Tensor step = gradient * scalars.learning_rate;
    if (slots.empty()) return {weight - step, {}};
    const Tensor velocity = slots[0] * config().momentum - step;
    const Tensor ahead = config().nesterov ? velocity * config().momentum - step : velocity;
    return {weight + ahead, {velocity}};
  }
};

}  // namespace

constinit const ClassDef sgd_optimizer =
    class_def<SGD>("SGD", "Gradient descent, with momentum if wanted.");

}  // namespace cornu
