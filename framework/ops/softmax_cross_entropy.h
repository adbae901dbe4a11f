#pragma once

#include "framework/tensor/tensor.h"

namespace cornu::ops {

/// −log softmax(logits)[label] along the last axis: logits [..., classes], integer labels [...] →
/// [...]. ValueError where a label is no class.
Tensor softmax_cross_entropy(const Tensor& logits, const Tensor& labels);

}  // namespace cornu::ops
