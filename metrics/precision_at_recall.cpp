#include "metrics/precision_at_recall.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class PrecisionAtRecall final : public Metric<metrics::PrecisionAtRecallOptions, CurveBase> {
 public:
  explicit PrecisionAtRecall(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count_along("PrecisionAtRecall", "recall", own.recall, own.num_thresholds, own.class_id);
  }
  Tensor result() const override {
    return best(share(Answer::true_positives, Answer::false_negatives),
                share(Answer::true_positives, Answer::false_positives), config().recall);
  }
};

}  // namespace

constinit const ClassDef precision_at_recall_metric = class_def<PrecisionAtRecall>(
    "PrecisionAtRecall", "The best precision where so many positive labels are found.");

MetricRef metrics::PrecisionAtRecall(double recall, PrecisionAtRecallOptions options) {
  options.recall = recall;
  return std::make_shared<cornu::PrecisionAtRecall>(std::move(options));
}

}  // namespace cornu
