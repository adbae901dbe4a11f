#include "optimizers/schedules/polynomial_decay.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class PolynomialDecay final : public Schedule<schedules::PolynomialDecayOptions> {
 public:
  explicit PolynomialDecay(Config config) : Configured(std::move(config)) {
    if (this->config().decay_steps < 1)
      fail<ValueError>("PolynomialDecay: decay_steps must be at least 1, not ",
                       this->config().decay_steps, ".");
  }
  Tensor call(const Tensor& step) const override {
    const auto steps = static_cast<double>(config().decay_steps);
    Tensor share;
    if (config().cycle) {
      const Tensor cycles = ops::where(ops::equal(step, 0.0), 1.0, ops::ceil(step / steps));
      share = step / (cycles * steps);
    } else {
      share = ops::minimum(step, steps) / steps;
    }
    const double end = config().end_learning_rate;
    return ops::power(1.0 - share, config().power) * (config().initial_learning_rate - end) + end;
  }
};

}  // namespace

constinit const ClassDef polynomial_decay_schedule = class_def<PolynomialDecay>(
    "PolynomialDecay", "(initial − end) · (1 − step / decay_steps)^power + end.");

ScheduleRef schedules::PolynomialDecay(double initial_learning_rate, int64_t decay_steps,
                                       PolynomialDecayOptions options) {
  options.initial_learning_rate = initial_learning_rate;
  options.decay_steps = decay_steps;
  return std::make_shared<cornu::PolynomialDecay>(std::move(options));
}

}  // namespace cornu
