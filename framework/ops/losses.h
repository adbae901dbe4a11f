#pragma once

#include <cstdint>
#include <optional>

#include "framework/ops/axes.h"
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

/// 100 · mean(|y_true − y_pred| / max(|y_true|, 1e-7)) over the last axis.
Tensor mean_absolute_percentage_error(const Tensor& y_true, const Tensor& y_pred);
/// mean((log(1 + y_pred) − log(1 + y_true))²) over the last axis; both are at least 1e-7.
Tensor mean_squared_logarithmic_error(const Tensor& y_true, const Tensor& y_pred);
/// mean(log cosh(y_pred − y_true)) over the last axis.
Tensor log_cosh(const Tensor& y_true, const Tensor& y_pred);
/// The negative cosine of the angle between the two along `axis`: −1 where they point alike.
Tensor cosine_similarity(const Tensor& y_true, const Tensor& y_pred, int64_t axis = -1);
/// Σ y_true · log(y_true / y_pred) over the last axis; both are clipped to [1e-7, 1].
Tensor kl_divergence(const Tensor& y_true, const Tensor& y_pred);
/// mean(y_pred − y_true · log(y_pred + 1e-7)) over the last axis.
Tensor poisson(const Tensor& y_true, const Tensor& y_pred);

// Labels are −1 and 1; where all of a batch are 0 or 1, 0 stands for −1.

/// mean(max(1 − y_true · y_pred, 0)) over the last axis.
Tensor hinge(const Tensor& y_true, const Tensor& y_pred);
/// mean(max(1 − y_true · y_pred, 0)²) over the last axis.
Tensor squared_hinge(const Tensor& y_true, const Tensor& y_pred);
/// max(the best other class − the label's + 1, 0) of one-hot labels, over the last axis.
Tensor categorical_hinge(const Tensor& y_true, const Tensor& y_pred);

/// 1 − 2 Σ y_true·y_pred / (Σ y_true + Σ y_pred + 1e-7) over the axes, by default all.
Tensor dice(const Tensor& y_true, const Tensor& y_pred, const Axes& axis = {});
/// 1 − both / (both + alpha·missed + beta·false alarms + 1e-7): Dice with a weight for each kind of
/// error.
Tensor tversky(const Tensor& y_true, const Tensor& y_pred, double alpha = 0.5, double beta = 0.5,
               const Axes& axis = {});

/// Circle loss of embeddings [batch, n] of length 1 and integer labels [batch]: alike where labels
/// are, apart where they are not. [batch]; masked where it is 0. Without `remove_diagonal` each
/// sample is its own pair too.
Tensor circle(const Tensor& y_true, const Tensor& y_pred, double gamma = 80, double margin = 0.4,
              bool remove_diagonal = true);

struct CrossentropyOptions {
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
};

// Probabilities are clipped to [1e-7, 1 − 1e-7]; those that come straight from a sigmoid or softmax
// are not used at all: the loss is computed from its logits, as Keras on TensorFlow does.

/// −y log p − (1 − y) log(1 − p) of each element.
Tensor binary_crossentropies(const Tensor& y_true, const Tensor& y_pred,
                             const CrossentropyOptions& options = {});
/// The mean over `axis` of −y log p − (1 − y) log(1 − p).
Tensor binary_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                           const CrossentropyOptions& options = {});
/// −Σ y log p over `axis`.
Tensor categorical_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                const CrossentropyOptions& options = {});

/// ops::ctc_loss of all frames of logits y_pred [batch, frames, classes] and those labels of y_true
/// [batch, labels] that are not 0, the blank: [batch].
Tensor ctc(const Tensor& y_true, const Tensor& y_pred);

struct BinaryFocalOptions {
  bool apply_class_balancing = false;
  double alpha = 0.25;
  double gamma = 2;
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
};

/// Binary cross entropy times (1 − the probability of the label)^gamma; balanced classes weigh
/// alpha where the label is 1 and 1 − alpha where it is 0.
Tensor binary_focal_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                 const BinaryFocalOptions& options = {});

struct CategoricalFocalOptions {
  double alpha = 0.25;
  double gamma = 2;
  bool from_logits = false;
  double label_smoothing = 0;
  int64_t axis = -1;
};

/// −Σ alpha · (1 − p)^gamma · y log p over `axis`.
Tensor categorical_focal_crossentropy(const Tensor& y_true, const Tensor& y_pred,
                                      const CategoricalFocalOptions& options = {});
/// (1 − p[label]^q) / q of integer labels [batch, …] or [batch, …, 1]: between cross entropy (q →
/// 0) and the mean absolute error (q → 1).
Tensor categorical_generalized_cross_entropy(const Tensor& y_true, const Tensor& y_pred,
                                             double q = 0.5);

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
