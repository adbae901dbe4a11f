#pragma once

#include "framework/tensor/tensor.h"

namespace cornu {

/// ValueError where a label is no class: what kernels check before they read.
void check_label(int64_t label, int64_t row, int64_t classes);

namespace ops {

/// −log softmax(logits)[label] along the last axis: logits [..., classes], integer labels [...] →
/// [...]. ValueError where a label is no class.
Tensor softmax_cross_entropy(const Tensor& logits, const Tensor& labels);

}  // namespace ops

}  // namespace cornu
