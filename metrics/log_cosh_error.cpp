#include "metrics/log_cosh_error.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class LogCoshError final : public Metric<metrics::LogCoshErrorOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::log_cosh(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef log_cosh_error_metric =
    class_def<LogCoshError>("LogCoshError", "Squared near zero, absolute far from it, and smooth.");

MetricRef metrics::LogCoshError(const LogCoshErrorOptions& options) {
  return std::make_shared<cornu::LogCoshError>(options);
}

}  // namespace cornu
