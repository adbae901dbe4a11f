#include "metrics/false_negatives.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class FalseNegatives final : public Metric<metrics::FalseNegativesOptions, ConfusionBase> {
 public:
  explicit FalseNegatives(Config config) : Metric(std::move(config)) {
    count(counting_at("FalseNegatives", this->config().thresholds),
          {{Answer::false_negatives, "accumulator"}});
  }
  Tensor result() const override { return alone(counted(Answer::false_negatives)); }
  Direction direction() const override { return Direction::unknown; }
};

}  // namespace

constinit const ClassDef false_negatives_metric =
    class_def<FalseNegatives>("FalseNegatives", "How many positive labels were missed.");

MetricRef metrics::FalseNegatives(const FalseNegativesOptions& options) {
  return std::make_shared<cornu::FalseNegatives>(options);
}

}  // namespace cornu
