#include "metrics/sparse_categorical_accuracy.h"

#include "framework/nn/accuracy.h"
#include "framework/nn/classes.h"

namespace cornu {

namespace {

class SparseCategoricalAccuracy final
    : public Metric<metrics::SparseCategoricalAccuracyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return sparse_categorical_accuracy(y_true, y_pred);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef sparse_categorical_accuracy_metric = class_def<SparseCategoricalAccuracy>(
    "SparseCategoricalAccuracy", "How often the largest prediction is the label.");

MetricRef metrics::SparseCategoricalAccuracy(const SparseCategoricalAccuracyOptions& options) {
  return std::make_shared<cornu::SparseCategoricalAccuracy>(options);
}

}  // namespace cornu
