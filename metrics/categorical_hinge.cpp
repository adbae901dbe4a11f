#include "metrics/categorical_hinge.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class CategoricalHinge final : public Metric<metrics::CategoricalHingeOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::categorical_hinge(labels, predictions);
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef categorical_hinge_metric = class_def<CategoricalHinge>(
    "CategoricalHinge", "The margin between the label and the best other class.");

MetricRef metrics::CategoricalHinge(const CategoricalHingeOptions& options) {
  return std::make_shared<cornu::CategoricalHinge>(options);
}

}  // namespace cornu
