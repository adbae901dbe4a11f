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

Tensor mean_squared_error(const Tensor& y_true, const Tensor& y_pred) {
  return ops::mean(ops::square(y_pred - y_true), {.axis = -1});
}

Tensor mean_absolute_error(const Tensor& y_true, const Tensor& y_pred) {
  return ops::mean(ops::abs(y_pred - y_true), {.axis = -1});
}

Tensor huber(const Tensor& y_true, const Tensor& y_pred, double delta) {
  const Tensor error = ops::abs(y_pred - y_true);
  const Tensor near = ops::square(error) * 0.5, far = error * delta - 0.5 * delta * delta;
  return ops::mean(ops::where(error <= delta, near, far), {.axis = -1});
}

Tensor binary_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                           const CrossentropyOptions& options) {
  Tensor y = ops::cast(y_true, y_pred.dtype());
  check_same_shape("binary_crossentropy", y, y_pred);
  if (options.label_smoothing != 0)
    y = y * (1 - options.label_smoothing) + 0.5 * options.label_smoothing;
  const Tensor found = logits_of("binary_crossentropy", y_pred, options.from_logits);
  const Axes axis = options.axis;
  if (found.defined()) {
    const Tensor each = ops::relu(found) - found * y + ops::log1p(ops::exp(-ops::abs(found)));
    return ops::mean(each, {.axis = axis});
  }
  const Tensor p = clipped(y_pred);
  return ops::mean(-(y * ops::log(p) + (1.0 - y) * ops::log(1.0 - p)), {.axis = axis});
}

Tensor categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                const CrossentropyOptions& options) {
  Tensor y = ops::cast(y_true, y_pred.dtype());
  check_same_shape("categorical_crossentropy", y, y_pred);
  if (is_scalar(y_pred)) fail<ShapeError>("categorical_crossentropy: y_pred is a scalar.");
  if (options.label_smoothing != 0) y = smoothed(y, options.label_smoothing);
  const Axes axis = options.axis;
  const Tensor found = logits_of("categorical_crossentropy", y_pred, options.from_logits);
  if (found.defined()) return softmax_crossentropy(y, found, axis);
  const Tensor p = clipped(y_pred / ops::sum(y_pred, {.axis = axis, .keepdims = true}));
  return -ops::sum(y * ops::log(p), {.axis = axis});
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
