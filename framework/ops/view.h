#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct ViewOptions {
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("dtype", config.dtype, "The element type that the bits are read as; null: x's.");
  }
};

namespace ops {

/// The same bits as elements of another dtype; where those are smaller or larger, the last axis
/// grows or shrinks.
Tensor view(const Operand& x, const ViewOptions& options = {});

}  // namespace ops

}  // namespace cornu
