#include "metrics/mean_squared_error.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanSquaredError final : public Metric<metrics::MeanSquaredErrorOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::mean_squared_error(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef mean_squared_error_metric = class_def<MeanSquaredError>(
    "MeanSquaredError", "The mean of squared differences.", {"mse", "MSE"});

MetricRef metrics::MeanSquaredError(const MeanSquaredErrorOptions& options) {
  return std::make_shared<cornu::MeanSquaredError>(options);
}

}  // namespace cornu
