#include "metrics/pearson_correlation.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// `x` along an axis with a mean of 0 and a variance of 1.
Tensor standardized(const Tensor& x, const ReduceOptions& along) {
  const Tensor centred = x - ops::mean(x, along);
  return centred / ops::sqrt(ops::mean(ops::square(centred), along));
}

Tensor pearson_correlation(const Tensor& y_true, const Tensor& y_pred, int64_t axis) {
  const ReduceOptions along{.axis = Axes(axis), .keepdims = true};
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  return ops::mean(standardized(y, along) * standardized(y_pred, along), {.axis = Axes(axis)});
}

class PearsonCorrelation final : public Metric<metrics::PearsonCorrelationOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return pearson_correlation(labels, predictions, config().axis);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef pearson_correlation_metric = class_def<PearsonCorrelation>(
    "PearsonCorrelation", "How well a line through the two would fit.");

MetricRef metrics::PearsonCorrelation(const PearsonCorrelationOptions& options) {
  return std::make_shared<cornu::PearsonCorrelation>(options);
}

}  // namespace cornu
