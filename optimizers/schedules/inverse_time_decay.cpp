#include "optimizers/schedules/inverse_time_decay.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class InverseTimeDecay final : public Schedule<schedules::InverseTimeDecayOptions> {
 public:
  explicit InverseTimeDecay(Config config) : Configured(std::move(config)) {
    if (this->config().decay_steps < 1)
      fail<ValueError>("InverseTimeDecay: decay_steps must be at least 1, not ",
                       this->config().decay_steps, ".");
  }
  Tensor call(const Tensor& step) const override {
    Tensor share = step / static_cast<double>(config().decay_steps);
    if (config().staircase) share = ops::floor(share);
    return config().initial_learning_rate / (share * config().decay_rate + 1.0);
  }
};

}  // namespace

constinit const ClassDef inverse_time_decay_schedule = class_def<InverseTimeDecay>(
    "InverseTimeDecay", "initial / (1 + decay_rate · step / decay_steps).");

ScheduleRef schedules::InverseTimeDecay(double initial_learning_rate, int64_t decay_steps,
                                        double decay_rate, InverseTimeDecayOptions options) {
  options.initial_learning_rate = initial_learning_rate;
  options.decay_steps = decay_steps;
  options.decay_rate = decay_rate;
  return std::make_shared<cornu::InverseTimeDecay>(std::move(options));
}

}  // namespace cornu
