#include "metrics/confusion.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "framework/base/error.h"
#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

constexpr double kBelowAll = -1e10;  // Keras's: below every prediction, but not those left out

/// Labels (0 or 1), predictions and weights of one shape: [answers], or [samples, labels].
struct Answers {
  Tensor y_true, y_pred, weight;
};

/// Predictions that are not among a sample's k largest as `kBelowAll`; of equal ones the first win.
Tensor only_top(const Tensor& y_pred, int64_t k) {
  const Tensor index = ops::arange(y_pred.shape()[-1], {}, {}, {.dtype = DType::i32});
  Tensor left = y_pred, top;
  for (int64_t i = 0; i < k; ++i) {
    const Tensor best = ops::expand_dims(ops::argmax(left, {.axis = -1}), {.axis = -1});
    const Tensor chosen = ops::equal(index, ops::cast(best, DType::i32));
    top = top.defined() ? ops::logical_or(top, chosen) : chosen;
    left = ops::where(chosen, -std::numeric_limits<double>::infinity(), left);
  }
  return ops::where(top, y_pred, kBelowAll);
}

Tensor class_of(const Tensor& x, int64_t id) {
  const int64_t axis = x.ndim() - 1;
  return ops::take(x, ops::reshape(scalar(id, DType::i64), {.newshape = {1}}), {.axis = axis});
}

/// Weights [samples, …] with an axis more where labels have one.
Tensor spread(const Tensor& sample_weight, const Tensor& y_true) {
  const Tensor weight = ops::cast(sample_weight, DType::f32);
  return weight.ndim() == y_true.ndim() ? weight : ops::expand_dims(weight, {.axis = -1});
}

Answers answers_of(const std::string& metric, const Counting& how, const Tensor& labels,
                   const Tensor& predictions, const Tensor& sample_weight) {
  auto [y_pred, y_true] = match_ranks(ops::cast(predictions, DType::f32), labels);
  if (how.from_logits) y_pred = ops::sigmoid(y_pred);
  Tensor weight;
  if (sample_weight.defined()) weight = spread(sample_weight, y_true);
  if (how.top_k && *how.top_k > y_pred.shape()[-1])
    fail<ShapeError>(metric, ": top_k is ", *how.top_k, ", and y_pred is ", predictions.spec(),
                     ".");
  if (how.top_k) y_pred = only_top(y_pred, *how.top_k);
  if (how.class_id) {
    const int64_t id = *how.class_id, classes = y_pred.ndim() < 2 ? 0 : y_pred.shape()[-1];
    if (id < -classes || id >= classes)
      fail<ShapeError>(metric, ": class_id is ", id, ", and y_pred is ", predictions.spec(),
                       classes == 0 ? ": it must be [samples, classes]." : ".");
    y_true = class_of(y_true, id);
    y_pred = class_of(y_pred, id);
  }
  if (y_true.shape() != y_pred.shape())
    fail<ShapeError>(metric, ": shapes differ: y_true is ", labels.spec(), ", y_pred is ",
                     predictions.spec(), ".");
  y_true = ops::cast(ops::cast(y_true, DType::boolean), DType::f32);
  weight =
      weight.defined() ? ops::broadcast_to(weight, {.shape = y_pred.shape()}) : ones_like(y_pred);
  const auto labels_weighed = static_cast<int64_t>(how.label_weights.size());
  if (labels_weighed > 0 && labels_weighed != y_pred.shape()[-1])
    fail<ShapeError>(metric, ": there are ", labels_weighed, " label_weights, and y_pred is ",
                     predictions.spec(), ".");
  if (labels_weighed > 0 && !how.multi_label)
    weight = weight * ops::cast(constant(how.label_weights), DType::f32);
  if (how.multi_label) return {y_true, y_pred, weight};
  const auto flat = [](const Tensor& x) { return ops::reshape(x, {.newshape = {-1}}); };
  return {flat(y_true), flat(y_pred), flat(weight)};
}

/// For each threshold the sum of `weight` over answers above it. [thresholds] or [thresholds,
/// labels].
Tensor sum_above(const Counting& how, const Tensor& y_pred, const Tensor& weight) {
  const Tensor thresholds = ops::cast(constant(how.thresholds), DType::f32);
  const Tensor above =
      ops::expand_dims(y_pred, {.axis = 0}) >
      ops::reshape(thresholds, {.newshape = y_pred.ndim() == 1 ? Shape{-1, 1} : Shape{-1, 1, 1}});
  return ops::sum(ops::where(above, ops::expand_dims(weight, {.axis = 0}), 0.0), {.axis = 1});
}

/// Along the first axis, each element and all after it added up.
Tensor sums_from_here(Tensor x) {
  const int64_t count = x.shape()[0];
  for (int64_t reach = 1; reach < count; reach *= 2) {
    const Tensor later = x.slice({Range(reach, count)});
    const Tensor nothing = zeros(x.shape().with(0, reach), x.dtype());
    x = x + ops::concatenate({later, nothing}, {.axis = 0});
  }
  return x;
}

/// The same where thresholds are even: each answer goes to the bucket below its prediction, and a
/// threshold gets its bucket and all above it.
Tensor sum_above_evenly(const Counting& how, const Tensor& y_pred, const Tensor& weight) {
  const auto count = static_cast<int64_t>(how.thresholds.size());
  const Tensor p = ops::minimum(ops::maximum(y_pred, 0.0), 1.0);
  Tensor bucket = ops::ceil(p * static_cast<double>(count - 1)) - 1.0;
  if (how.thresholds.front() < 0) bucket = ops::maximum(bucket, 0.0);
  const Tensor counts = bucket >= 0.0;  // neither below the first threshold nor NaN
  Tensor at = ops::cast(ops::where(counts, bucket, 0.0), DType::i32);
  const int64_t labels = y_pred.ndim() == 1 ? 1 : y_pred.shape()[-1];
  if (labels > 1) at = at * labels + ops::arange(labels, {}, {}, {.dtype = DType::i32});
  const Tensor each = ops::reshape(ops::where(counts, weight, 0.0), {.newshape = {-1}});
  const Tensor sums = ops::scatter_add(each, ops::reshape(at, {.newshape = {-1}}),
                                       {.axis = 0, .size = count * labels});
  return sums_from_here(y_pred.ndim() == 1 ? sums
                                           : ops::reshape(sums, {.newshape = {count, labels}}));
}

}  // namespace

Counting counting_at(std::string_view metric, const Numbers& thresholds,
                     std::optional<int64_t> top_k, std::optional<int64_t> class_id) {
  for (const double threshold : thresholds.values())
    if (!(threshold >= 0 && threshold <= 1))
      fail<ValueError>(metric, ": thresholds must be in [0, 1], not ", threshold, ".");
  if (top_k && *top_k < 1)
    fail<ValueError>(metric, ": top_k must be at least 1, not ", *top_k, ".");
  Counting how{.thresholds = thresholds.values(), .top_k = top_k, .class_id = class_id};
  if (!thresholds.given()) how.thresholds = {top_k ? kBelowAll : 0.5};
  how.evenly = evenly_spaced(how.thresholds);
  return how;
}

void check_count(std::string_view metric, int64_t num_thresholds, int64_t least) {
  constexpr int64_t kMost = 1'000'000;
  if (num_thresholds < least || num_thresholds > kMost)
    fail<ValueError>(metric, ": num_thresholds must be from ", least, " to ", kMost, ", not ",
                     num_thresholds, ".");
}

bool evenly_spaced(const std::vector<double>& thresholds) {
  const size_t count = thresholds.size();
  if (count < 3) return false;
  for (size_t i = 0; i < count; ++i) {
    const double even = static_cast<double>(i) / static_cast<double>(count - 1);
    if (std::abs(thresholds[i] - even) > 1e-7 + 1e-5 * even) return false;
  }
  return true;
}

void ConfusionBase::count(Counting how, std::vector<Kept> kept, std::optional<int64_t> labels) {
  how_ = std::move(how);
  kept_ = std::move(kept);
  if (!how_.multi_label || labels) make_variables(labels);
}

void ConfusionBase::make_variables(std::optional<int64_t> labels) {
  Shape shape = {static_cast<int64_t>(how_.thresholds.size())};
  if (how_.multi_label) shape.push_back(*labels);
  for (const Kept& each : kept_)
    counts_[static_cast<size_t>(each.answer)] = add_variable(each.name, shape, DType::f32);
  labels_ = labels;
  built_ = true;
}

void ConfusionBase::update_state(const Tensor& y_true, const Tensor& y_pred,
                                 const Tensor& sample_weight) {
  if (how_.multi_label) {
    if (y_pred.ndim() != 2)
      fail<ShapeError>(class_name(), ": with multi_label y_pred must be [samples, labels], not ",
                       y_pred.spec(), ".");
    if (!built_) make_variables(y_pred.shape()[1]);
    if (y_pred.shape()[1] != *labels_)
      fail<ShapeError>(class_name(), ": it counts ", *labels_, " labels, and y_pred is ",
                       y_pred.spec(), ".");
  }
  const Answers answers = answers_of(class_name(), how_, y_true, y_pred, sample_weight);
  const Tensor positive = answers.y_true * answers.weight;
  const Tensor negative = (1.0 - answers.y_true) * answers.weight;
  add(Answer::true_positives, Answer::false_negatives, answers.y_pred, positive);
  add(Answer::false_positives, Answer::true_negatives, answers.y_pred, negative);
}

/// Weights of labels of one kind: those above a threshold are `reached` answers, the others
/// `missed`.
void ConfusionBase::add(Answer reached, Answer missed, const Tensor& y_pred, const Tensor& weight) {
  const Variable &above = variable(reached), &below = variable(missed);
  if (!above.defined() && !below.defined()) return;
  const Tensor sums =
      how_.evenly ? sum_above_evenly(how_, y_pred, weight) : sum_above(how_, y_pred, weight);
  if (above.defined()) above.assign_add(sums);
  if (below.defined()) below.assign_add(ops::sum(weight, {.axis = 0}) - sums);
}

Tensor ConfusionBase::counted(Answer answer) const {
  if (built_) return variable(answer).value();
  return zeros({static_cast<int64_t>(how_.thresholds.size()), 1});  // of no label yet
}

Tensor ConfusionBase::share(Answer a, Answer b) const {
  const Tensor x = counted(a);
  return divide_no_nan(x, x + counted(b));
}

Tensor ConfusionBase::alone(const Tensor& x) {
  return x.size() == 1 ? ops::squeeze(x, {.axis = 0}) : x;
}

void CurveBase::count_along(std::string_view metric, std::string_view what, double value,
                            int64_t num_thresholds, std::optional<int64_t> class_id) {
  if (!(value >= 0 && value <= 1))
    fail<ValueError>(metric, ": ", what, " must be in [0, 1], not ", value, ".");
  check_count(metric, num_thresholds, 1);
  Counting how{.thresholds = {0.5}, .class_id = class_id};
  if (num_thresholds > 1) {
    how.thresholds.clear();
    for (int64_t i = 0; i < num_thresholds; ++i)
      how.thresholds.push_back(static_cast<double>(i) / static_cast<double>(num_thresholds - 1));
    how.evenly = true;
  }
  count(std::move(how), {{Answer::true_positives, "true_positives"},
                         {Answer::false_positives, "false_positives"},
                         {Answer::true_negatives, "true_negatives"},
                         {Answer::false_negatives, "false_negatives"}});
}

Tensor CurveBase::best(const Tensor& constrained, const Tensor& wanted, double value) {
  return ops::max(ops::where(constrained >= value, wanted, 0.0));
}

}  // namespace cornu
