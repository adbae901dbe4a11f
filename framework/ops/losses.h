#pragma once

#include <cstdint>
#include <optional>

#include "framework/tensor/tensor.h"

/// Losses as functions: a value for each sample, or for each of its places. Labels and predictions
/// have one rank already, but for the sparse ones. Losses and metrics share them.
namespace cornu::losses {

/// mean((y_pred − y_true)²) over the last axis: [batch, …, n] → [batch, …].
Tensor mean_squared_error(const Tensor& y_true, const Tensor& y_pred);
/// mean(|y_pred − y_true|) over the last axis.
Tensor mean_absolute_error(const Tensor& y_true, const Tensor& y_pred);
/// The mean over the last axis of e²/2 where |e| ≤ delta, else of delta·|e| − delta²/2.
Tensor huber(const Tensor& y_true, const Tensor& y_pred, double delta = 1);

struct CrossentropyOptions {
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
};

// Probabilities are clipped to [1e-7, 1 − 1e-7]; those that come straight from a sigmoid or softmax
// are not used at all: the loss is computed from its logits, as Keras on TensorFlow does.

/// The mean over `axis` of −y log p − (1 − y) log(1 − p).
Tensor binary_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                           const CrossentropyOptions& options = {});
/// −Σ y log p over `axis`.
Tensor categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                const CrossentropyOptions& options = {});

struct SparseCrossentropyOptions {
  bool from_logits = false;
  std::optional<int64_t> ignore_class = {};
  int64_t axis = -1;
};

/// −log p[label] along `axis`; labels are [batch, …] or [batch, …, 1]. Where the label is
/// `ignore_class` the value is 0 and masked. ValueError where a label is no class.
Tensor sparse_categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                       const SparseCrossentropyOptions& options = {});

}  // namespace cornu::losses
