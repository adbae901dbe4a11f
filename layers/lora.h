#pragma once

#include "framework/ops/ops.h"
#include "framework/tensor/variable.h"

namespace cornu {

/// A low-rank change of a weight that is trained in its place: weight + scale * a b (LoRA). As in
/// Keras, files hold the sum as the weight, and no factors: both are zero after loading.
struct Lora {
  Variable weight, a, b;
  double scale = 1;  ///< lora_alpha / lora_rank

  explicit operator bool() const { return a.defined(); }
  Variables factors() const { return a.defined() ? Variables{a, b} : Variables(); }
  /// What a run that is resumed needs beside the sum.
  Variables states() const { return a.defined() ? Variables{weight, a, b} : Variables(); }
  /// What files hold of one of the layer's weights.
  Tensor stored_value(const Variable& of) const {
    const Tensor value = of.stored();
    if (!a.defined() || &of.state() != &weight.state()) return value;
    return ops::cast(value + scale * ops::matmul(a.stored(), b.stored()), value.dtype());
  }
};

}  // namespace cornu
