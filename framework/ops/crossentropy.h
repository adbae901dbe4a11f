#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

struct BinaryOutputOptions {
  bool from_logits = false;
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether output holds logits, not probabilities.");
  }
};

struct ClassOutputOptions {
  bool from_logits = false;
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("from_logits", config.from_logits, "Whether output holds logits, not probabilities.");
    field("axis", config.axis, "The axis of the classes.");
  }
};

/// Cross entropies as keras.ops has them; losses are made of the same (framework/ops/losses.h),
/// which tells what probabilities are clipped to.
namespace ops {

/// −y log p − (1 − y) log(1 − p) of each element.
Tensor binary_crossentropy(const Operand& target, const Operand& output,
                           const BinaryOutputOptions& options = {});
/// −Σ y log p over an axis.
Tensor categorical_crossentropy(const Operand& target, const Operand& output,
                                const ClassOutputOptions& options = {});
/// −log p[label] along an axis: target has output's shape without it, or 1 there.
Tensor sparse_categorical_crossentropy(const Operand& target, const Operand& output,
                                       const ClassOutputOptions& options = {});

}  // namespace ops

}  // namespace cornu
