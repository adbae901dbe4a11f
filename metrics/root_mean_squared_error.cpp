#include "metrics/root_mean_squared_error.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

class RootMeanSquaredError final : public Metric<metrics::RootMeanSquaredErrorOptions, MeanBase> {
 public:
  using Metric::Metric;
  void update_state(const Tensor& y_true, const Tensor& y_pred,
                    const Tensor& sample_weight) override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    add(ops::square(predictions - labels), sample_weight);
  }
  Tensor result() const override { return ops::sqrt(MeanBase::result()); }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef root_mean_squared_error_metric = class_def<RootMeanSquaredError>(
    "RootMeanSquaredError", "The root of the mean of squared differences.");

MetricRef metrics::RootMeanSquaredError(const RootMeanSquaredErrorOptions& options) {
  return std::make_shared<cornu::RootMeanSquaredError>(options);
}

}  // namespace cornu
