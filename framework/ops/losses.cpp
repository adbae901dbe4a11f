#include "framework/ops/losses.h"

#include <algorithm>
#include <numeric>

#include "framework/base/error.h"
#include "framework/ir/graph.h"
#include "framework/ops/ops.h"
#include "framework/ops/softmax_cross_entropy.h"

namespace cornu::losses {

namespace {

constexpr double kEpsilon = 1e-7;

/// The logits of probabilities that come straight from `op`; undefined otherwise.
Tensor logits_of(const Tensor& y_pred, std::string_view op) {
  if (y_pred.logits().defined() || !y_pred.is_traced()) return y_pred.logits();
  const Node& node = *y_pred.node();
  if (!node.is(op)) return {};
  if (op == "softmax") {
    const Axes& axis = node.as<SoftmaxOptions>().axis;
    if (!y_pred.shape().ranked() && axis != Axes(-1)) return {};
    if (y_pred.shape().ranked() &&
        axis.normalized(op, y_pred.ndim()) != std::vector<int64_t>{y_pred.ndim() - 1})
      return {};
  }
  return beside(y_pred, node.inputs[0]);
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
  const Tensor found = options.from_logits ? y_pred : logits_of(y_pred, "sigmoid");
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
  const Tensor found = options.from_logits ? y_pred : logits_of(y_pred, "softmax");
  if (found.defined())
    return -ops::sum(y * ops::log_softmax(found, {.axis = axis}), {.axis = axis});
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
  Tensor found = options.from_logits ? y_pred : logits_of(y_pred, "softmax");
  if (!found.defined()) found = ops::log(clipped(y_pred));
  found = classes_last(found, options.axis);
  if (!options.ignore_class) return ops::softmax_cross_entropy(found, labels);
  const Tensor valid = ops::not_equal(labels, *options.ignore_class);
  const Tensor values =
      ops::softmax_cross_entropy(found, ops::where(valid, labels, zeros_like(labels)));
  return ops::where(valid, values, 0.0).with_mask(valid);
}

}  // namespace cornu::losses
