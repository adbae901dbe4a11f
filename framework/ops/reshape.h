#pragma once

#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct ReshapeOptions {
  Shape newshape = {};
  static void fields(auto& field, auto& config) {
    field("newshape", config.newshape, "The new sizes; one of them may be -1: what is left.");
  }
};

namespace ops {

/// The same elements, in row-major order, under other sizes.
Tensor reshape(const Operand& x, const ReshapeOptions& options);

}  // namespace ops

}  // namespace cornu
