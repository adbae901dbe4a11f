#include "optimizers/schedules/cosine_decay_restarts.h"

#include <cmath>
#include <numbers>

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class CosineDecayRestarts final : public Schedule<schedules::CosineDecayRestartsOptions> {
 public:
  explicit CosineDecayRestarts(Config config) : Configured(std::move(config)) {
    if (this->config().first_decay_steps < 1)
      fail<ValueError>("CosineDecayRestarts: first_decay_steps must be at least 1, not ",
                       this->config().first_decay_steps, ".");
  }

  Tensor call(const Tensor& step) const override {
    const double longer = config().t_mul;
    Tensor share = step / static_cast<double>(config().first_decay_steps), restarts;
    if (longer == 1) {
      restarts = ops::floor(share);
      share = share - restarts;
    } else {  // the decays before the k-th one take (1 − longerᵏ) / (1 − longer) of the first
      restarts = ops::floor(ops::log(1.0 - share * (1 - longer)) /
                            static_cast<double>(std::log(static_cast<float>(longer))));
      const Tensor length = ops::power(longer, restarts);
      share = (share - (1.0 - length) / (1 - longer)) / length;
    }
    const Tensor cosine = (ops::cos(share * std::numbers::pi) + 1.0) * 0.5;
    const Tensor height = ops::power(config().m_mul, restarts) * cosine;
    return (height * (1 - config().alpha) + config().alpha) * config().initial_learning_rate;
  }
};

}  // namespace

constinit const ClassDef cosine_decay_restarts_schedule =
    class_def<CosineDecayRestarts>("CosineDecayRestarts", "Half a cosine down, again and again.");

ScheduleRef schedules::CosineDecayRestarts(double initial_learning_rate, int64_t first_decay_steps,
                                           CosineDecayRestartsOptions options) {
  options.initial_learning_rate = initial_learning_rate;
  options.first_decay_steps = first_decay_steps;
  return std::make_shared<cornu::CosineDecayRestarts>(std::move(options));
}

}  // namespace cornu
