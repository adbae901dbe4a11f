#include "metrics/categorical_crossentropy.h"

#include "framework/nn/classes.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class CategoricalCrossentropy final
    : public Metric<metrics::CategoricalCrossentropyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return losses::categorical_crossentropy(
        y_true, y_pred, {config().from_logits, config().label_smoothing, config().axis});
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef categorical_crossentropy_metric = class_def<CategoricalCrossentropy>(
    "CategoricalCrossentropy", "Cross entropy of one-hot labels.", {"crossentropy", "ce"});

MetricRef metrics::CategoricalCrossentropy(const CategoricalCrossentropyOptions& options) {
  return std::make_shared<cornu::CategoricalCrossentropy>(options);
}

}  // namespace cornu
