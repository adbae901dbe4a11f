#include "metrics/sparse_top_k_categorical_accuracy.h"

#include "framework/nn/accuracy.h"
#include "framework/nn/classes.h"

namespace cornu {

namespace {

class SparseTopKCategoricalAccuracy final
    : public Metric<metrics::SparseTopKCategoricalAccuracyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return sparse_top_k_categorical_accuracy(y_true, y_pred, config().k, config().from_sorted_ids);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef sparse_top_k_categorical_accuracy_metric =
    class_def<SparseTopKCategoricalAccuracy>(
        "SparseTopKCategoricalAccuracy", "How often the label is among the k largest predictions.");

MetricRef metrics::SparseTopKCategoricalAccuracy(
    const SparseTopKCategoricalAccuracyOptions& options) {
  return std::make_shared<cornu::SparseTopKCategoricalAccuracy>(options);
}

}  // namespace cornu
