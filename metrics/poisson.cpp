#include "metrics/poisson.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class Poisson final : public Metric<metrics::PoissonOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::poisson(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef poisson_metric =
    class_def<Poisson>("Poisson", "The likelihood of counts.");

MetricRef metrics::Poisson(const PoissonOptions& options) {
  return std::make_shared<cornu::Poisson>(options);
}

}  // namespace cornu
