#include "metrics/recall_at_precision.h"

#include "framework/nn/classes.h"
#include "metrics/confusion.h"

namespace cornu {

namespace {

class RecallAtPrecision final : public Metric<metrics::RecallAtPrecisionOptions, CurveBase> {
 public:
  explicit RecallAtPrecision(Config config) : Metric(std::move(config)) {
    const Config& own = this->config();
    count_along("RecallAtPrecision", "precision", own.precision, own.num_thresholds, own.class_id);
  }
  Tensor result() const override {
    return best(share(Answer::true_positives, Answer::false_positives),
                share(Answer::true_positives, Answer::false_negatives), config().precision);
  }
};

}  // namespace

constinit const ClassDef recall_at_precision_metric = class_def<RecallAtPrecision>(
    "RecallAtPrecision",
    "The best share of positive labels found where so many positive predictions are right.");

MetricRef metrics::RecallAtPrecision(double precision, RecallAtPrecisionOptions options) {
  options.precision = precision;
  return std::make_shared<cornu::RecallAtPrecision>(std::move(options));
}

}  // namespace cornu
