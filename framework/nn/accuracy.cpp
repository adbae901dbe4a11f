#include "framework/nn/accuracy.h"

#include "framework/nn/weighting.h"
#include "framework/ops/ops.h"

namespace cornu {

namespace {

Tensor as_hits(const Tensor& equal) { return ops::cast(equal, DType::f32); }

Tensor as_labels(const Tensor& y_true) {
  return is_integer(y_true.dtype()) && size_of(y_true.dtype()) >= 4 ? y_true
                                                                    : ops::cast(y_true, DType::i32);
}

/// Labels [batch, …, 1] as [batch, …].
Tensor without_last_one(const Tensor& labels, const Tensor& y_pred) {
  if (labels.ndim() != y_pred.ndim() || labels.shape()[-1] != 1) return labels;
  return ops::squeeze(labels, {.axis = -1});
}

}  // namespace

Tensor accuracy(const Tensor& y_true, const Tensor& y_pred) {
  const auto [labels, predictions] = match_ranks(y_true, y_pred);
  return as_hits(ops::equal(ops::cast(labels, predictions.dtype()), predictions));
}

Tensor binary_accuracy(const Tensor& y_true, const Tensor& y_pred, double threshold) {
  const auto [labels, predictions] = match_ranks(y_true, y_pred);
  return as_hits(
      ops::equal(labels, ops::cast(ops::greater(predictions, threshold), labels.dtype())));
}

Tensor categorical_accuracy(const Tensor& y_true, const Tensor& y_pred) {
  return as_hits(ops::equal(ops::argmax(y_true, {.axis = -1}), ops::argmax(y_pred, {.axis = -1})));
}

Tensor sparse_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred) {
  const Tensor labels = without_last_one(as_labels(y_true), y_pred);
  const Tensor hits = as_hits(ops::equal(labels, ops::argmax(y_pred, {.axis = -1})));
  return hits.ndim() > 1 && hits.shape()[-1] == 1 ? ops::squeeze(hits, {.axis = -1}) : hits;
}

Tensor top_k_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred, int64_t k) {
  return sparse_top_k_categorical_accuracy(ops::argmax(y_true, {.axis = -1}), y_pred, k, false);
}

Tensor sparse_top_k_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred, int64_t k,
                                         bool from_sorted_ids) {
  const Tensor labels = ops::expand_dims(without_last_one(as_labels(y_true), y_pred), {.axis = -1});
  const int64_t classes = y_pred.shape()[-1];
  if (from_sorted_ids) {
    const Tensor ranks = ops::arange(classes, {}, {}, {.dtype = DType::i32});
    const Tensor same = ops::equal(ops::cast(labels, y_pred.dtype()), y_pred);
    return as_hits(ops::any(ops::logical_and(same, ranks < k), {.axis = -1}));
  }
  const Tensor chosen = ops::equal(labels, ops::arange(classes, {}, {}, {.dtype = labels.dtype()}));
  const Tensor own = ops::sum(ops::where(chosen, y_pred, 0.0), {.axis = -1, .keepdims = true});
  const Tensor better = ops::sum(ops::cast(y_pred > own, DType::i32), {.axis = -1});
  const Tensor finite = ops::isfinite(ops::squeeze(own, {.axis = -1}));
  const Tensor known = ops::any(chosen, {.axis = -1});
  return as_hits(ops::logical_and(ops::logical_and(better < k, finite), known));
}

}  // namespace cornu
