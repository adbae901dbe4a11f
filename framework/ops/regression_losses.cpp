#include <numbers>

#include "framework/ops/losses.h"
#include "framework/ops/ops.h"

namespace cornu::losses {

namespace {

constexpr double kEpsilon = 1e-7;

/// `x` along `axis` with length 1, or shorter where its length is below 1e-7.
Tensor normalized(const Tensor& x, int64_t axis) {
  const Tensor squares = ops::sum(ops::square(x), {.axis = Axes(axis), .keepdims = true});
  return x * ops::rsqrt(ops::maximum(squares, kEpsilon * kEpsilon));
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

Tensor mean_absolute_percentage_error(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  return ops::mean(ops::abs((y - y_pred) / ops::maximum(ops::abs(y), kEpsilon)), {.axis = -1}) *
         100.0;
}

Tensor mean_squared_logarithmic_error(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  const auto log_of = [](const Tensor& x) { return ops::log(ops::maximum(x, kEpsilon) + 1.0); };
  return ops::mean(ops::square(log_of(y_pred) - log_of(y)), {.axis = -1});
}

Tensor log_cosh(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor error = y_pred - ops::cast(y_true, y_pred.dtype());
  return ops::mean(error + ops::softplus(error * -2.0) - std::numbers::ln2, {.axis = -1});
}

Tensor cosine_similarity(const Tensor& y_true, const Tensor& y_pred, int64_t axis) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  return -ops::sum(normalized(y, axis) * normalized(y_pred, axis), {.axis = Axes(axis)});
}

Tensor kl_divergence(const Tensor& y_true, const Tensor& y_pred) {
  const auto clipped = [](const Tensor& p) { return ops::minimum(ops::maximum(p, kEpsilon), 1.0); };
  const Tensor y = clipped(ops::cast(y_true, y_pred.dtype()));
  return ops::sum(y * ops::log(y / clipped(y_pred)), {.axis = -1});
}

Tensor poisson(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  return ops::mean(y_pred - y * ops::log(y_pred + kEpsilon), {.axis = -1});
}

}  // namespace cornu::losses
