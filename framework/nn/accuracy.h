#pragma once

#include <cstdint>

#include "framework/tensor/tensor.h"

/// Accuracies as functions: 1 where a prediction is right, else 0, in float32.
namespace cornu {

Tensor accuracy(const Tensor& y_true, const Tensor& y_pred);
/// Predictions strictly above the threshold count as 1.
Tensor binary_accuracy(const Tensor& y_true, const Tensor& y_pred, double threshold);
/// [batch, …, classes] each → [batch, …]; the first largest prediction counts.
Tensor categorical_accuracy(const Tensor& y_true, const Tensor& y_pred);
/// Labels [batch, …] or [batch, …, 1].
Tensor sparse_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred);
/// Whether fewer than k classes beat the label's; false where its prediction is not finite.
Tensor top_k_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred, int64_t k);
/// With `from_sorted_ids` predictions are class indices, best first.
Tensor sparse_top_k_categorical_accuracy(const Tensor& y_true, const Tensor& y_pred, int64_t k,
                                         bool from_sorted_ids);

}  // namespace cornu
