#include "metrics/top_k_categorical_accuracy.h"

#include "framework/nn/accuracy.h"
#include "framework/nn/classes.h"

namespace cornu {

namespace {

class TopKCategoricalAccuracy final
    : public Metric<metrics::TopKCategoricalAccuracyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return top_k_categorical_accuracy(y_true, y_pred, config().k);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef top_k_categorical_accuracy_metric = class_def<TopKCategoricalAccuracy>(
    "TopKCategoricalAccuracy", "How often the one-hot label is among the k largest predictions.");

MetricRef metrics::TopKCategoricalAccuracy(const TopKCategoricalAccuracyOptions& options) {
  return std::make_shared<cornu::TopKCategoricalAccuracy>(options);
}

}  // namespace cornu
