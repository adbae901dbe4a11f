#include "metrics/true_negatives.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class TrueNegatives final : public Metric<metrics::TrueNegativesOptions, ConfusionBase> {
 public:
  explicit TrueNegatives(Config config) : Metric(std::move(config)) {
    count(counting_at("TrueNegatives", this->config().thresholds),
          {{Answer::true_negatives, "accumulator"}});
  }
  Tensor result() const override { return alone(counted(Answer::true_negatives)); }
  Direction direction() const override { return Direction::unknown; }
};

}  // namespace

constinit const ClassDef true_negatives_metric =
    class_def<TrueNegatives>("TrueNegatives", "How many negative labels were left alone.");

MetricRef metrics::TrueNegatives(const TrueNegativesOptions& options) {
  return std::make_shared<cornu::TrueNegatives>(options);
}

}  // namespace cornu
