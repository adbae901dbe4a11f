#include "metrics/true_positives.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class TruePositives final : public Metric<metrics::TruePositivesOptions, ConfusionBase> {
 public:
  explicit TruePositives(Config config) : Metric(std::move(config)) {
    count(counting_at("TruePositives", this->config().thresholds),
          {{Answer::true_positives, "accumulator"}});
  }
  Tensor result() const override { return alone(counted(Answer::true_positives)); }
  Direction direction() const override { return Direction::unknown; }
};

}  // namespace

constinit const ClassDef true_positives_metric =
    class_def<TruePositives>("TruePositives", "How many positive labels were found.");

MetricRef metrics::TruePositives(const TruePositivesOptions& options) {
  return std::make_shared<cornu::TruePositives>(options);
}

}  // namespace cornu
