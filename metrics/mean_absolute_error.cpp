#include "metrics/mean_absolute_error.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanAbsoluteError final : public Metric<metrics::MeanAbsoluteErrorOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::mean_absolute_error(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef mean_absolute_error_metric = class_def<MeanAbsoluteError>(
    "MeanAbsoluteError", "The mean of absolute differences.", {"mae", "MAE"});

MetricRef metrics::MeanAbsoluteError(const MeanAbsoluteErrorOptions& options) {
  return std::make_shared<cornu::MeanAbsoluteError>(options);
}

}  // namespace cornu
