#include "framework/base/error.h"
#include "framework/ops/losses.h"
#include "framework/ops/ops.h"

namespace cornu::losses {

namespace {

constexpr double kEpsilon = 1e-7;

/// log Σ exp over each row's pairs; 0 where a row has none.
Tensor log_sum_exp(const Tensor& x, const Tensor& pairs) {
  const Tensor top =
      ops::stop_gradient(ops::max(ops::where(pairs, x, -1e30), {.axis = -1, .keepdims = true}));
  const Tensor each = ops::where(pairs, ops::exp(ops::where(pairs, x - top, 0.0)), 0.0);
  const Tensor any = ops::any(pairs, {.axis = -1});
  const Tensor sum = ops::where(any, ops::sum(each, {.axis = -1}), 1.0);
  return ops::where(any, ops::log(sum) + ops::squeeze(top, {.axis = -1}), 0.0);
}

}  // namespace

Tensor dice(const Tensor& y_true, const Tensor& y_pred, const Axes& axis) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  const Tensor both = ops::sum(y * y_pred, {.axis = axis});
  return 1.0 -
         both * 2.0 / (ops::sum(y, {.axis = axis}) + ops::sum(y_pred, {.axis = axis}) + kEpsilon);
}

Tensor tversky(const Tensor& y_true, const Tensor& y_pred, double alpha, double beta,
               const Axes& axis) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  const Tensor both = ops::sum(y * y_pred, {.axis = axis});
  const Tensor missed = ops::sum((1.0 - y_pred) * y, {.axis = axis});
  const Tensor alarms = ops::sum(y_pred * (1.0 - y), {.axis = axis});
  return 1.0 - both / (both + missed * alpha + alarms * beta + kEpsilon);
}

Tensor circle(const Tensor& y_true, const Tensor& y_pred, double gamma, double margin,
              bool remove_diagonal) {
  if (y_pred.ndim() != 2)
    fail<ShapeError>("circle: y_pred must be embeddings [batch, n], not ", y_pred.spec(), ".");
  const Tensor labels = ops::reshape(ops::cast(y_true, DType::i32), {.newshape = {-1, 1}});
  if (labels.shape()[0] != y_pred.shape()[0])
    fail<ShapeError>("circle: y_true must be a label for each of the ", y_pred.shape()[0],
                     " samples, not ", y_true.spec(), ".");
  const Tensor distances = ops::maximum(1.0 - ops::matmul(y_pred, ops::transpose(y_pred)), 0.0);
  Tensor alike = ops::equal(labels, ops::transpose(labels));
  const Tensor apart = ops::logical_not(alike);
  if (remove_diagonal) {
    const Tensor row = ops::arange(y_pred.shape()[0], {}, {}, {.dtype = DType::i32});
    alike = ops::logical_and(alike, ops::not_equal(ops::expand_dims(row, {.axis = -1}), row));
  }
  const Tensor pull = ops::maximum(distances + margin, 0.0) * (margin - distances) * -gamma;
  const Tensor push =
      ops::maximum((1 + margin) - distances, 0.0) * ((1 - margin) - distances) * gamma;
  const Tensor paired =
      ops::logical_and(ops::any(alike, {.axis = -1}), ops::any(apart, {.axis = -1}));
  const Tensor exponent = log_sum_exp(pull, alike) + log_sum_exp(push, apart);
  const Tensor loss = ops::where(paired, ops::softplus(ops::where(paired, exponent, 0.0)), 0.0);
  return loss.with_mask(ops::greater(loss, 0.0));
}

}  // namespace cornu::losses
