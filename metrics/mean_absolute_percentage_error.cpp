#include "metrics/mean_absolute_percentage_error.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanAbsolutePercentageError final
    : public Metric<metrics::MeanAbsolutePercentageErrorOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::mean_absolute_percentage_error(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef mean_absolute_percentage_error_metric =
    class_def<MeanAbsolutePercentageError>("MeanAbsolutePercentageError",
                                           "The mean of differences in percent of the labels.",
                                           {"mape", "MAPE"});

MetricRef metrics::MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorOptions& options) {
  return std::make_shared<cornu::MeanAbsolutePercentageError>(options);
}

}  // namespace cornu
