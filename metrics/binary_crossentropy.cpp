#include "metrics/binary_crossentropy.h"

#include "framework/nn/classes.h"
#include "framework/nn/weighting.h"
#include "framework/ops/losses.h"

namespace cornu {

namespace {

class BinaryCrossentropy final : public Metric<metrics::BinaryCrossentropyOptions, MeanOfValues> {
 public:
  using Metric::Metric;
  Tensor values(const Tensor& y_true, const Tensor& y_pred) const override {
    const auto [labels, predictions] = match_ranks(y_true, y_pred);
    return losses::binary_crossentropy(labels, predictions,
                                       {config().from_logits, config().label_smoothing});
  }
  Direction direction() const override { return Direction::down; }
};

}  // namespace

constinit const ClassDef binary_crossentropy_metric = class_def<BinaryCrossentropy>(
    "BinaryCrossentropy", "Cross entropy of yes-or-no labels.", {"bce", "BCE"});

MetricRef metrics::BinaryCrossentropy(const BinaryCrossentropyOptions& options) {
  return std::make_shared<cornu::BinaryCrossentropy>(options);
}

}  // namespace cornu
