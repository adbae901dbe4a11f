#include "metrics/kl_divergence.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class KLDivergence final : public Metric<metrics::KLDivergenceOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::kl_divergence(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef kl_divergence_metric =
    class_def<KLDivergence>("KLDivergence", "How far predictions are from the true distribution.");

MetricRef metrics::KLDivergence(const KLDivergenceOptions& options) {
  return std::make_shared<cornu::KLDivergence>(options);
}

}  // namespace cornu
