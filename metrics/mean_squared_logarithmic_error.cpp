#include "metrics/mean_squared_logarithmic_error.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class MeanSquaredLogarithmicError final
    : public Metric<metrics::MeanSquaredLogarithmicErrorOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::mean_squared_logarithmic_error(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef mean_squared_logarithmic_error_metric =
    class_def<MeanSquaredLogarithmicError>("MeanSquaredLogarithmicError",
                                           "The mean of squared differences of logarithms.",
                                           {"msle", "MSLE"});

MetricRef metrics::MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorOptions& options) {
  return std::make_shared<cornu::MeanSquaredLogarithmicError>(options);
}

}  // namespace cornu
