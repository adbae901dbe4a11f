#pragma once

#include "framework/ops/axes.h"
#include "framework/ops/operand.h"

namespace cornu {

struct SoftmaxOptions {
  Axes axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis, or axes, whose elements sum to one; null: all.");
  }
};

namespace ops {

/// Exponentials along `axis`, scaled to sum to one. The result knows its logits.
Tensor softmax(const Operand& x, const SoftmaxOptions& options = {});
/// The logarithm of softmax, exact where it is far below zero.
Tensor log_softmax(const Operand& x, const SoftmaxOptions& options = {});

}  // namespace ops

}  // namespace cornu
