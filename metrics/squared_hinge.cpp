#include "metrics/squared_hinge.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class SquaredHinge final : public Metric<metrics::SquaredHingeOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::squared_hinge(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef squared_hinge_metric =
    class_def<SquaredHinge>("SquaredHinge", "The mean of max(1 - y_true y_pred, 0) squared.");

MetricRef metrics::SquaredHinge(const SquaredHingeOptions& options) {
  return std::make_shared<cornu::SquaredHinge>(options);
}

}  // namespace cornu
