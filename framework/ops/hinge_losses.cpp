#include "framework/ops/losses.h"
#include "framework/ops/ops.h"

namespace cornu::losses {

namespace {

/// Labels as −1 and 1: 0 and 1 are taken for them where nothing else is in the batch.
Tensor as_signs(const Tensor& y_true, DType dtype) {
  const Tensor y = ops::cast(y_true, dtype);
  const Tensor binary = ops::all(ops::logical_or(ops::equal(y, 0.0), ops::equal(y, 1.0)));
  return ops::where(binary, y * 2.0 - 1.0, y);
}

Tensor shortfalls(const Tensor& y_true, const Tensor& y_pred) {
  return ops::maximum(1.0 - as_signs(y_true, y_pred.dtype()) * y_pred, 0.0);
}

}  // namespace

Tensor hinge(const Tensor& y_true, const Tensor& y_pred) {
  return ops::mean(shortfalls(y_true, y_pred), {.axis = -1});
}

Tensor squared_hinge(const Tensor& y_true, const Tensor& y_pred) {
  return ops::mean(ops::square(shortfalls(y_true, y_pred)), {.axis = -1});
}

Tensor categorical_hinge(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor y = ops::cast(y_true, y_pred.dtype());
  const Tensor own = ops::sum(y * y_pred, {.axis = -1});
  const Tensor other = ops::max((1.0 - y) * y_pred, {.axis = -1});
  return ops::maximum(other - own + 1.0, 0.0);
}

}  // namespace cornu::losses
