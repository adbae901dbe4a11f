#include "metrics/cosine_similarity.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"
#include "framework/ops/operators.h"

namespace cornu {

namespace {

class CosineSimilarity final : public Metric<metrics::CosineSimilarityOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return -losses::cosine_similarity(labels, predictions, config().axis);
  }
  Direction direction() const override { return Direction::up; }
};

}  // namespace

constinit const ClassDef cosine_similarity_metric =
    class_def<CosineSimilarity>("CosineSimilarity", "The cosine of the angle between the two.");

MetricRef metrics::CosineSimilarity(const CosineSimilarityOptions& options) {
  return std::make_shared<cornu::CosineSimilarity>(options);
}

}  // namespace cornu
