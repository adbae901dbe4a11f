#include "metrics/precision.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class Precision final : public Metric<metrics::PrecisionOptions, ConfusionBase> {
 public:
  explicit Precision(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count(
        counting_at("Precision", own.thresholds, own.top_k, own.class_id),
        {{Answer::true_positives, "true_positives"}, {Answer::false_positives, "false_positives"}});
  }
  Tensor result() const override {
    return alone(share(Answer::true_positives, Answer::false_positives));
  }
};

}  // namespace

constinit const ClassDef precision_metric =
    class_def<Precision>("Precision", "How many of the positive predictions are right.");

MetricRef metrics::Precision(const PrecisionOptions& options) {
  return std::make_shared<cornu::Precision>(options);
}

}  // namespace cornu
