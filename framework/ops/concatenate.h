#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"

namespace cornu {

struct ConcatenateOptions {
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to join along.");
  }
};

struct StackOptions {
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "Where the new axis stands in the result.");
  }
};

namespace ops {

/// Tensors one after the other along an axis; their other sizes must be equal.
Tensor concatenate(const OperandList& xs, const ConcatenateOptions& options = {});
/// Tensors of one shape side by side along a new axis.
Tensor stack(const OperandList& x, const StackOptions& options = {});

}  // namespace ops

}  // namespace cornu
