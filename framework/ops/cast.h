#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct CastOptions {
  DType dtype = DType::f32;
  static void fields(auto& field, auto& config) {
    field("dtype", config.dtype, "The element type to convert to.");
  }
};

namespace ops {

/// The same values in another element type; floats to integers lose their fraction.
Tensor cast(const Operand& x, DType dtype);

}  // namespace ops

}  // namespace cornu
