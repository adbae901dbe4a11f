#include "optimizers/schedules/cosine_decay.h"

#include <numbers>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class CosineDecay final : public Schedule<schedules::CosineDecayOptions> {
 public:
  explicit CosineDecay(Config config) : Configured(std::move(config)) {
    if (this->config().decay_steps < 1)
      fail<ValueError>("CosineDecay: decay_steps must be at least 1, not ",
                       this->config().decay_steps, ".");
  }
  Tensor call(const Tensor& step) const override {
    const auto steps = static_cast<double>(config().decay_steps);
    if (!config().warmup_target)
      return decayed(ops::minimum(step, steps) / steps, config().initial_learning_rate);
    const auto warmup = static_cast<double>(config().warmup_steps);
    const double target = *config().warmup_target, first = config().initial_learning_rate;
    const Tensor capped = ops::minimum(step, steps + warmup);
    const Tensor after = decayed((capped - warmup) / steps, target);
    if (config().warmup_steps == 0) return after;
    return ops::where(capped < warmup, capped / warmup * (target - first) + first, after);
  }

 private:
  Tensor decayed(const Tensor& share, double from) const {
    const Tensor cosine = (ops::cos(share * std::numbers::pi) + 1.0) * 0.5;
    return (cosine * (1 - config().alpha) + config().alpha) * from;
  }
};

}  // namespace

constinit const ClassDef cosine_decay_schedule = class_def<CosineDecay>(
    "CosineDecay", "Half a cosine from initial down to alpha · initial, after a warm-up.");

ScheduleRef schedules::CosineDecay(double initial_learning_rate, int64_t decay_steps,
                                   CosineDecayOptions options) {
  options.initial_learning_rate = initial_learning_rate;
  options.decay_steps = decay_steps;
  return std::make_shared<cornu::CosineDecay>(std::move(options));
}

}  // namespace cornu
