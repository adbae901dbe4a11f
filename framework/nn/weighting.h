#pragma once

#include <utility>

#include "framework/nn/reduction.h"
#include "framework/tensor/tensor.h"

namespace cornu {

/// Where the ranks of two tensors differ by one and the larger one ends in an axis of 1, takes that
/// axis away, or gives it to the other one where that has rank 1: (n) beside (n, 1) is never
/// broadcast to (n, n).
std::pair<Tensor, Tensor> match_ranks(const Tensor& a, const Tensor& b);

/// a / b, and 0 where b is 0.
Tensor divide_no_nan(const Tensor& a, const Tensor& b);

/// Sample weights (may be undefined) times a mask (may be undefined) in `dtype`. In means a place
/// that counts weighs total/valid, so that the mean is over the places that count; else 1.
Tensor apply_mask(const Tensor& sample_weight, const Tensor& mask, DType dtype,
                  Reduction reduction);

/// The values, weighted and reduced to one number, or left alone with Reduction::none.
Tensor reduce_weighted(const Tensor& values, const Tensor& sample_weight, const Tensor& mask,
                       Reduction reduction);

}  // namespace cornu
