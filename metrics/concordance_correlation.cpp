#include "metrics/concordance_correlation.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

Tensor concordance_correlation(const Tensor& y_true, const Tensor& y_pred, int64_t axis) {
  const ReduceOptions along{.axis = Axes(axis), .keepdims = true};
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  const Tensor mean = ops::mean(y, along), found_mean = ops::mean(y_pred, along);
  const Tensor variances =
      ops::mean(ops::square(y - mean), along) + ops::mean(ops::square(y_pred - found_mean), along);
  const Tensor products = (y - found_mean) * (y_pred - found_mean);
  const Tensor scale = variances + ops::square(mean - found_mean) + 1e-7;
  return ops::mean(products * 2.0 / scale, {.axis = Axes(axis)});
}

class ConcordanceCorrelation final
    : public Metric<metrics::ConcordanceCorrelationOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return concordance_correlation(labels, predictions, config().axis);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef concordance_correlation_metric = class_def<ConcordanceCorrelation>(
    "ConcordanceCorrelation", "How close the two are to being equal.");

MetricRef metrics::ConcordanceCorrelation(const ConcordanceCorrelationOptions& options) {
  return std::make_shared<cornu::ConcordanceCorrelation>(options);
}

}  // namespace cornu
