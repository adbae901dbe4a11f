#include "optimizers/schedules/exponential_decay.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class ExponentialDecay final : public Schedule<schedules::ExponentialDecayOptions> {
 public:
  explicit ExponentialDecay(Config config) : Configured(std::move(config)) {
    if (this->config().decay_steps < 1)
      fail<ValueError>("ExponentialDecay: decay_steps must be at least 1, not ",
                       this->config().decay_steps, ".");
  }
  Tensor call(const Tensor& step) const override {
    Tensor share = step / static_cast<double>(config().decay_steps);
    if (config().staircase) share = ops::floor(share);
    return ops::power(config().decay_rate, share) * config().initial_learning_rate;
  }
};

}  // namespace

constinit const ClassDef exponential_decay_schedule =
    class_def<ExponentialDecay>("ExponentialDecay", "initial · decay_rate^(step / decay_steps).");

ScheduleRef schedules::ExponentialDecay(double initial_learning_rate, int64_t decay_steps,
                                        double decay_rate, ExponentialDecayOptions options) {
  options.initial_learning_rate = initial_learning_rate;
  options.decay_steps = decay_steps;
  options.decay_rate = decay_rate;
  return std::make_shared<cornu::ExponentialDecay>(std::move(options));
}

}  // namespace cornu
