#include "metrics/recall.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class Recall final : public Metric<metrics::RecallOptions, ConfusionBase> {
 public:
  explicit Recall(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count(
        counting_at("Recall", own.thresholds, own.top_k, own.class_id),
        {{Answer::true_positives, "true_positives"}, {Answer::false_negatives, "false_negatives"}});
  }
  Tensor result() const override {
    return alone(share(Answer::true_positives, Answer::false_negatives));
  }
};

}  // namespace

constinit const ClassDef recall_metric =
    class_def<Recall>("Recall", "How many of the positive labels were found.");

MetricRef metrics::Recall(const RecallOptions& options) {
  return std::make_shared<cornu::Recall>(options);
}

}  // namespace cornu
