#pragma once

#include "framework/ops/axes.h"
#include "framework/ops/operand.h"

namespace cornu {

struct ExpandDimsOptions {
  Axes axis = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "Where the new axes of size 1 stand in the result; at least one.");
  }
};

struct SqueezeOptions {
  Axes axis = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes of size 1 to take away; null: all that have size 1.");
  }
};

namespace ops {

/// New axes of size 1.
Tensor expand_dims(const Operand& x, const ExpandDimsOptions& options);
/// Axes of size 1 taken away; a ShapeError where one has another size.
Tensor squeeze(const Operand& x, const SqueezeOptions& options = {});

}  // namespace ops

}  // namespace cornu
