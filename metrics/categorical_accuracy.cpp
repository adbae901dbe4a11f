#include "metrics/categorical_accuracy.h"

#include "framework/nn/accuracy.h"
#include "framework/nn/classes.h"

namespace cornu {

namespace {

class CategoricalAccuracy final : public Metric<metrics::CategoricalAccuracyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return categorical_accuracy(y_true, y_pred);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef categorical_accuracy_metric = class_def<CategoricalAccuracy>(
    "CategoricalAccuracy", "How often the largest prediction is the one-hot label.");

MetricRef metrics::CategoricalAccuracy(const CategoricalAccuracyOptions& options) {
  return std::make_shared<cornu::CategoricalAccuracy>(options);
}

}  // namespace cornu
