#include "metrics/binary_accuracy.h"

#include "framework/nn/accuracy.h"
#include "framework/nn/classes.h"

namespace cornu {

namespace {

class BinaryAccuracy final : public Metric<metrics::BinaryAccuracyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return binary_accuracy(y_true, y_pred, config().threshold);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef binary_accuracy_metric = class_def<BinaryAccuracy>(
    "BinaryAccuracy", "How often predictions, cut at a threshold, equal labels.");

MetricRef metrics::BinaryAccuracy(const BinaryAccuracyOptions& options) {
  return std::make_shared<cornu::BinaryAccuracy>(options);
}

}  // namespace cornu
