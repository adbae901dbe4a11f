#include "metrics/false_positives.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class FalsePositives final : public Metric<metrics::FalsePositivesOptions, ConfusionBase> {
 public:
  explicit FalsePositives(Config config) : Metric(std::move(config)) {
    count(counting_at("FalsePositives", this->config().thresholds),
          {{Answer::false_positives, "accumulator"}});
  }
  Tensor result() const override { return alone(counted(Answer::false_positives)); }
  Direction direction() const override { return Direction::unknown; }
};

}  // namespace

constinit const ClassDef false_positives_metric =
    class_def<FalsePositives>("FalsePositives", "How many false alarms there were.");

MetricRef metrics::FalsePositives(const FalsePositivesOptions& options) {
  return std::make_shared<cornu::FalsePositives>(options);
}

}  // namespace cornu
