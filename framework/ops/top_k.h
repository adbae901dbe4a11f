#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

struct TopKOptions {
  int64_t k = 1;
  bool sorted = true;
  static void fields(auto& field, auto& config) {
    field("k", config.k, "How many elements.");
    field("sorted", config.sorted, "Largest first; they are in any case.");
  }
};

struct InTopKOptions {
  int64_t k = 1;
  static void fields(auto& field, auto& config) {
    field("k", config.k, "How many of the largest predictions count.");
  }
};

namespace ops {

/// {values, indices (int32)} of the k largest elements along the last axis, the largest first; of
/// equal ones the first first. A NaN counts as largest.
Tensors top_k(const Operand& x, const TopKOptions& options);

/// Whether fewer than k of a row's predictions are larger than its target's. False where the target
/// is no class, or any prediction of the row is not finite.
Tensor in_top_k(const Operand& targets, const Operand& predictions, const InTopKOptions& options);

}  // namespace ops

}  // namespace cornu
