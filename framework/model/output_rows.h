#pragma once

#include "framework/tensor/tensor.h"

namespace cornu {

/// Puts one output's batches together along the first axis, as Keras's predict does. Where every
/// batch has a row for each sample the result is allocated once; a model may make other sizes.
class OutputRows {
 public:
  /// For at most that many samples.
  explicit OutputRows(int64_t samples) : samples_(samples) {}

  /// `batch` came of that many samples. ShapeError for scalars: they have no axis to be joined by.
  void add(const Tensor& batch, int64_t samples);
  /// Everything that was added; ShapeError where sizes beyond the first axis differ.
  Tensor joined() const;

 private:
  bool fits(const Tensor& batch, int64_t samples) const;
  /// The rows of `whole_` that are written.
  Tensor written() const;

  int64_t samples_;
  Tensor whole_;
  int64_t done_ = 0;
  Tensors parts_;  // from the first batch on that did not fit into `whole_`
};

}  // namespace cornu
