#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct CrossOptions {
  int64_t axisa = -1;
  int64_t axisb = -1;
  int64_t axisc = -1;
  std::optional<int64_t> axis = {};
  static void fields(auto& field, auto& config) {
    field("axisa", config.axisa, "The axis of x1's vectors.");
    field("axisb", config.axisb, "The axis of x2's vectors.");
    field("axisc", config.axisc, "The axis of the result's vectors.");
    field("axis", config.axis, "All three; null: as they say.");
  }
};

namespace ops {

/// The vector product of vectors of 3 elements, or of 2 with a third of zero; of two vectors of 2
/// elements only its third element, without an axis.
Tensor cross(const Operand& x1, const Operand& x2, const CrossOptions& options = {});

}  // namespace ops

}  // namespace cornu
