#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct UnravelIndexOptions {
  Shape shape = {};
  static void fields(auto& field, auto& config) {
    field("shape", config.shape, "The sizes of the array that is counted through.");
  }
};

namespace ops {

/// The indices (int32) along each axis of the elements that are not 0, in row-major order. Their
/// number depends on elements, so x must have values.
Tensors nonzero(const Operand& x);

/// The indices along each axis that an array of this shape has at places counted in row-major
/// order.
Tensors unravel_index(const Operand& indices, const UnravelIndexOptions& options);

}  // namespace ops

}  // namespace cornu
