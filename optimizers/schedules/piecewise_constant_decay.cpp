#include "optimizers/schedules/piecewise_constant_decay.h"

#include "framework/base/error.h"
#include "framework/nn/classes.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class PiecewiseConstantDecay final : public Schedule<schedules::PiecewiseConstantDecayOptions> {
 public:
  explicit PiecewiseConstantDecay(Config config) : Configured(std::move(config)) {
    const size_t count = this->config().boundaries.size();
    if (this->config().values.size() != count + 1)
      fail<ValueError>("PiecewiseConstantDecay: ", count, " boundaries need ", count + 1,
                       " values, not ", this->config().values.size(), ".");
  }
  Tensor call(const Tensor& step) const override {
    Tensor rate = scalar(config().values.back(), DType::f32);
    for (size_t i = config().boundaries.size(); i-- > 0;)
      rate = ops::where(step <= config().boundaries[i], config().values[i], rate);
    return rate;
  }
};

}  // namespace

constinit const ClassDef piecewise_constant_decay_schedule = class_def<PiecewiseConstantDecay>(
    "PiecewiseConstantDecay", "values[i] up to and with step boundaries[i], the last value after.");

ScheduleRef schedules::PiecewiseConstantDecay(const std::vector<double>& boundaries,
                                              const std::vector<double>& values,
                                              PiecewiseConstantDecayOptions options) {
  options.boundaries = boundaries;
  options.values = values;
  return std::make_shared<cornu::PiecewiseConstantDecay>(std::move(options));
}

}  // namespace cornu
