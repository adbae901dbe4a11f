#include "metrics/f_score.h"

#include "framework/base/error.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

constexpr double kEpsilon = 1e-7;

}  // namespace

void FScoreBase::score(std::string_view metric, Averaging average, double beta,
                       std::optional<double> threshold) {
  if (!(beta > 0)) fail<ValueError>(metric, ": beta must be above 0, not ", beta, ".");
  if (threshold && !(*threshold > 0 && *threshold <= 1))
    fail<ValueError>(metric, ": threshold must be above 0 and at most 1, not ", *threshold, ".");
  average_ = average;
  beta_ = beta;
  threshold_ = threshold;
}

void FScoreBase::update_state(const Tensor& y_true, const Tensor& y_pred,
                              const Tensor& sample_weight) {
  if (y_true.ndim() != 2 || y_pred.ndim() != 2)
    fail<ShapeError>(class_name(), ": y_true and y_pred must be [samples, classes], not ",
                     y_true.spec(), " and ", y_pred.spec(), ".");
  if (!hits_.defined()) {
    const Shape shape = pools() ? Shape() : Shape{y_pred.shape()[1]};
    hits_ = add_variable("true_positives", shape);
    alarms_ = add_variable("false_positives", shape);
    missed_ = add_variable("false_negatives", shape);
    sizes_ = add_variable("intermediate_weights", shape);
  }
  const Tensor p = ops::cast(y_pred, dtype()), y = ops::cast(y_true, dtype());
  Tensor positive;
  if (threshold_) {
    positive = p > *threshold_;
  } else {
    const Tensor largest = ops::max(p, {.axis = -1, .keepdims = true});
    positive = ops::logical_and(p >= largest, ops::abs(p) > 1e-9);
  }
  const Tensor found = ops::cast(positive, dtype());
  Tensor weight;
  if (sample_weight.defined())
    weight = ops::expand_dims(ops::cast(sample_weight, dtype()), {.axis = 1});
  const auto add = [&](const Variable& to, const Tensor& values) {
    const Tensor weighted = weight.defined() ? values * weight : values;
    to.assign_add(pools() ? ops::sum(weighted) : ops::sum(weighted, {.axis = 0}));
  };
  add(hits_, found * y);
  add(alarms_, found * (1.0 - y));
  add(missed_, (1.0 - found) * y);
  add(sizes_, y);
}

Tensor FScoreBase::result() const {
  if (!hits_.defined()) return zeros({}, dtype());
  const Tensor hits = hits_.value();
  const Tensor precision = hits / (hits + alarms_.value() + kEpsilon);
  const Tensor recall = hits / (hits + missed_.value() + kEpsilon);
  const double square = beta_ * beta_;
  const Tensor scores =
      precision * recall / (precision * square + recall + kEpsilon) * (1 + square);
  if (!average_) return scores;
  if (*average_ != Average::weighted) return ops::mean(scores);
  return ops::sum(scores * (sizes_.value() / (ops::sum(sizes_.value()) + kEpsilon)));
}

}  // namespace cornu
