#include "framework/autodiff/jacobian.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

/// One weight tensor for each element of `shape`, stacked: 1 there, else 0.
Tensor unit_weights(const Shape& shape, const Tensor& like) {
  const int64_t count = shape.elements();
  const Tensor places = to_device(ops::arange(count), like.device());
  const Tensor rows =
      ops::one_hot(places, {.num_classes = std::max<int64_t>(1, count), .dtype = like.dtype()});
  return ops::reshape(rows, {.newshape = Shape{count} + shape});
}

Tensors run_for_each(const Tensor& weights, const std::function<Tensors(const Tensor&)>& row) {
  return ops::scan(
             [&](const Tensors&, const Tensors& in) {
               return ops::ScanStep{{}, row(in[0])};
             },
             {}, {weights})
      .results;
}

void check_known(std::string_view what, const Tensor& y) {
  if (!y.shape().known())
    fail<ShapeError>(what, ": all sizes of the value must be known, it is ", y.spec(), ".");
}

}  // namespace

Tensors stacked_rows(const Tensor& y, const Pullback& pullback) {
  check_known("jacobian", y);
  Tensors rows = run_for_each(unit_weights(y.shape(), y), pullback);
  for (Tensor& stacked : rows)
    stacked = ops::reshape(stacked, {.newshape = y.shape() + stacked.shape().sub(1)});
  return rows;
}

Tensors stacked_batch_rows(const Tensor& y, const Pullback& pullback) {
  check_known("batch_jacobian", y);
  if (y.ndim() == 0) fail<ShapeError>("batch_jacobian: the value has no axis of samples.");
  const int64_t samples = y.shape()[0];
  const Shape one = y.shape().sub(1);
  // The same element of every sample at once: their gradients do not meet.
  Tensors rows = run_for_each(unit_weights(one, y), [&](const Tensor& weights) {
    return pullback(ops::broadcast_to(weights, {.shape = y.shape()}));
  });
  for (Tensor& stacked : rows) {
    if (stacked.ndim() < 2 || stacked.shape()[1] != samples)
      fail<ShapeError>("batch_jacobian: the value has ", samples, " samples, the source is ",
                       stacked.shape().sub(1), ".");
    stacked = ops::reshape(ops::swapaxes(stacked, {.axis1 = 0, .axis2 = 1}),
                           {.newshape = y.shape() + stacked.shape().sub(2)});
  }
  return rows;
}

}  // namespace cornu
