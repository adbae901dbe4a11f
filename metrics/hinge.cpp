#include "metrics/hinge.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Hinge final : public Metric<metrics::HingeOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::hinge(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef hinge_metric =
    class_def<Hinge>("Hinge", "The mean of max(1 - y_true y_pred, 0).");

MetricRef metrics::Hinge(const HingeOptions& options) {
  return std::make_shared<cornu::Hinge>(options);
}

}  // namespace cornu
