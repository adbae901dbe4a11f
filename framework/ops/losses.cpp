#include "framework/ops/losses.h"

#include <algorithm>
#include <numeric>

#include "framework/base/error.h"
#include "framework/ops/ops.h"
#include "framework/ops/softmax_cross_entropy.h"
#include "framework/runtime/messages.h"

namespace cornu::losses {

namespace {

constexpr double kEpsilon = 1e-7;

/// What the loss is computed from instead of clipped probabilities: the logits that softmax or
/// sigmoid made them of, or the argument itself; undefined where there are none. As in Keras on
/// TensorFlow either activation's count for every loss, and even where `from_logits` is said.
Tensor logits_of(std::string_view loss, const Tensor& y_pred, bool from_logits) {
  const Tensor recovered = y_pred.logits();
  if (recovered.defined() && from_logits)
    warn_once(concat(loss,
                     ": from_logits is true, but y_pred comes from a softmax or sigmoid and is no "
                     "logits.\n  hint: leave the activation or from_logits out."));
  if (recovered.defined()) return recovered;
  return from_logits ? y_pred : Tensor();
}

Tensor clipped(const Tensor& p) { return ops::minimum(ops::maximum(p, kEpsilon), 1.0 - kEpsilon); }

/// Whether sizes that are known are equal.
bool may_be_equal(const Shape& a, const Shape& b) {
  if (!a.ranked() || !b.ranked()) return true;
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](int64_t x, int64_t y) { return x == y || x == unknown || y == unknown; });
}

void check_same_shape(std::string_view loss, const Tensor& y_true, const Tensor& y_pred) {
  if (!may_be_equal(y_true.shape(), y_pred.shape()))
    fail<ShapeError>(loss, ": shapes differ: y_true is ", y_true.spec(), ", y_pred is ",
                     y_pred.spec(), ".");
}

/// -sum(y log_softmax(logits)), whose gradient is softmax(logits) - y as TensorFlow has it: also
/// where y does not sum to one and the true gradient is another.
Tensor softmax_crossentropy(const Tensor& y, const Tensor& logits, const Axes& axis) {
  const Tensor log_p = ops::log_softmax(logits, {.axis = axis});
  const Tensor normalizer = ops::mean(logits - log_p, {.axis = axis});  // its gradient: softmax
  const Tensor nothing = normalizer - ops::stop_gradient(normalizer);
  return (1.0 - ops::sum(y, {.axis = axis})) * nothing - ops::sum(y * log_p, {.axis = axis});
}

bool is_scalar(const Tensor& x) { return x.shape().ranked() && x.ndim() == 0; }

/// Labels with a share of `amount` spread evenly over the classes, the last axis.
Tensor smoothed(const Tensor& y, double amount) {
  const Shape& shape = y.shape();
  if (shape.ranked() && shape[-1] != unknown)
    return y * (1 - amount) + amount / static_cast<double>(shape[-1]);
  return y * (1 - amount) + amount / ops::sum(ones_like(y), {.axis = -1, .keepdims = true});
}

/// Yes-or-no labels with a share of `smoothing` moved to one half.
Tensor binary_labels(std::string_view loss, const Tensor& y_true, const Tensor& y_pred,
                     double smoothing) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  check_same_shape(loss, y, y_pred);
  return smoothing == 0 ? y : y * (1 - smoothing) + 0.5 * smoothing;
}

/// −y log p − (1 − y) log(1 − p), element by element.
Tensor each_crossentropy(std::string_view loss, const Tensor& y, const Tensor& y_pred,
                         bool from_logits) {
  const Tensor found = logits_of(loss, y_pred, from_logits);
  if (found.defined()) return ops::relu(found) - found * y + ops::log1p(ops::exp(-ops::abs(found)));
  const Tensor p = clipped(y_pred);
  return -(y * ops::log(p) + (1.0 - y) * ops::log(1.0 - p));
}

Tensor class_labels(std::string_view loss, const Tensor& y_true, const Tensor& y_pred,
                    double smoothing) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  check_same_shape(loss, y, y_pred);
  if (is_scalar(y_pred)) fail<ShapeError>(loss, ": y_pred is a scalar.");
  if (y_pred.shape().ranked() && y_pred.shape()[-1] == 1)
    warn_once(concat(loss, ": y_pred is ", y_pred.spec(),
                     ", and of one class nothing is to learn.\n"
                     "  hint: binary_crossentropy is for two classes."));
  return smoothing == 0 ? y : smoothed(y, smoothing);
}

/// Predictions as shares of their sum, clipped.
Tensor shares(const Tensor& y_pred, const Axes& axis) {
  return clipped(y_pred / ops::sum(y_pred, {.axis = axis, .keepdims = true}));
}

/// `axis` moved to the end.
Tensor classes_last(const Tensor& x, int64_t axis) {
  if (axis == -1) return x;
  if (!x.shape().ranked())
    fail<ShapeError>("crossentropy: the rank of y_pred is not known: ", x.spec(), ".");
  axis = normalize_axis("crossentropy", axis, x.ndim());
  if (axis == x.ndim() - 1) return x;
  std::vector<int64_t> order(static_cast<size_t>(x.ndim()));
  std::iota(order.begin(), order.end(), 0);
  order.erase(order.begin() + axis);
  order.push_back(axis);
  return ops::transpose(x, {.axes = order});
}

}  // namespace

Tensor binary_crossentropies(const Tensor& y_true, const Tensor& y_pred,
                             const CrossentropyOptions& options) {
  constexpr std::string_view kName = "binary_crossentropy";
  const Tensor y = binary_labels(kName, y_true, y_pred, options.label_smoothing);
  return each_crossentropy(kName, y, y_pred, options.from_logits);
}

Tensor binary_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                           const CrossentropyOptions& options) {
  return ops::mean(binary_crossentropies(y_true, y_pred, options), {.axis = Axes(options.axis)});
}

Tensor ctc(const Tensor& y_true, const Tensor& y_pred) {
  for (const Tensor* y : {&y_true, &y_pred}) {
    const bool labels = y == &y_true;
    if (y->shape().ranked() && y->ndim() != (labels ? 2 : 3))
      fail<ShapeError>("ctc: ", labels ? "y_true" : "y_pred", " is ", y->spec(), "; it must be ",
                       labels ? "[batch, labels]." : "[batch, frames, classes].");
  }
  const auto count = [](const Tensor& each) {
    return ops::sum(ops::cast(each, DType::i32), {.axis = Axes(-1)});
  };
  const Tensor labels = count(ops::not_equal(y_true, 0));
  const int64_t frames = y_pred.shape().ranked() ? y_pred.shape()[1] : unknown;
  const Tensor length = frames == unknown ? count(ones_like(ops::max(y_pred, {.axis = Axes(-1)})))
                                          : zeros_like(labels) + frames;
  return ops::ctc_loss(y_true, y_pred, labels, length);
}

Tensor binary_focal_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                 const BinaryFocalOptions& options) {
  constexpr std::string_view kName = "binary_focal_crossentropy";
  const Tensor y = binary_labels(kName, y_true, y_pred, options.label_smoothing);
  const Tensor p = options.from_logits ? ops::sigmoid(y_pred) : y_pred;
  const Tensor right = y * p + (1.0 - y) * (1.0 - p);
  Tensor each = ops::power(1.0 - right, options.gamma) * each_crossentropy(kName, y, p, false);
  if (options.apply_class_balancing)
    each = (y * options.alpha + (1.0 - y) * (1 - options.alpha)) * each;
  return ops::mean(each, {.axis = Axes(options.axis)});
}

Tensor categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                const CrossentropyOptions& options) {
  const Tensor y =
      class_labels("categorical_crossentropy", y_true, y_pred, options.label_smoothing);
  const Axes axis = options.axis;
  const Tensor found = logits_of("categorical_crossentropy", y_pred, options.from_logits);
  if (found.defined()) return softmax_crossentropy(y, found, axis);
  return -ops::sum(y * ops::log(shares(y_pred, axis)), {.axis = axis});
}

Tensor categorical_focal_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                      const CategoricalFocalOptions& options) {
  const Tensor y =
      class_labels("categorical_focal_crossentropy", y_true, y_pred, options.label_smoothing);
  const Axes axis = options.axis;
  const Tensor p =
      shares(options.from_logits ? ops::softmax(y_pred, {.axis = axis}) : y_pred, axis);
  return -ops::sum(ops::power(1.0 - p, options.gamma) * options.alpha * (y * ops::log(p)),
                   {.axis = axis});
}

Tensor categorical_generalized_cross_entropy(const Tensor& y_true, const Tensor& y_pred, double q) {
  Tensor labels = is_integer(y_true.dtype()) ? y_true : ops::cast(y_true, DType::i64);
  if (labels.ndim() == y_pred.ndim() && labels.shape()[-1] == 1)
    labels = ops::squeeze(labels, {.axis = -1});
  const Tensor hot =
      ops::one_hot(labels, {.num_classes = y_pred.shape()[-1], .dtype = y_pred.dtype()});
  return (1.0 - ops::power(ops::sum(y_pred * hot, {.axis = -1}), q)) / q;
}

Tensor sparse_categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                       const SparseCrossentropyOptions& options) {
  if (is_scalar(y_pred)) fail<ShapeError>("sparse_categorical_crossentropy: y_pred is a scalar.");
  for (const Tensor* y : {&y_true, &y_pred})
    if (!y->shape().ranked())
      fail<ShapeError>("sparse_categorical_crossentropy: the rank of ",
                       y == &y_true ? "y_true" : "y_pred", " is not known: ", y->spec(),
                       ".\n  hint: placeholder(dtype, {.shape = {unknown, ...}}).");
  Tensor labels = is_integer(y_true.dtype()) ? y_true : ops::cast(y_true, DType::i64);
  if (labels.ndim() == y_pred.ndim() && labels.shape()[options.axis] == 1)
    labels = ops::squeeze(labels, {.axis = Axes(options.axis)});
  Tensor found = logits_of("sparse_categorical_crossentropy", y_pred, options.from_logits);
  if (!found.defined()) found = ops::log(clipped(y_pred));
  found = classes_last(found, options.axis);
  if (!options.ignore_class) return ops::softmax_cross_entropy(found, labels);
  const Tensor valid = ops::not_equal(labels, *options.ignore_class);
  const Tensor values =
      ops::softmax_cross_entropy(found, ops::where(valid, labels, zeros_like(labels)));
  return ops::where(valid, values, 0.0).with_mask(valid);
}

}  // namespace cornu::losses
