#include "metrics/accuracy.h"

#include "framework/nn/accuracy.h"
#include "framework/nn/classes.h"

namespace cornu {

namespace {

class Accuracy final : public Metric<metrics::AccuracyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    return accuracy(y_true, y_pred);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef accuracy_metric =
    class_def<Accuracy>("Accuracy", "How often predictions equal labels.", {"acc"});

MetricRef metrics::Accuracy(const AccuracyOptions& options) {
  return std::make_shared<cornu::Accuracy>(options);
}

}  // namespace cornu
