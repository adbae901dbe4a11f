#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/ops/spatial.h"

namespace cornu {

struct RepeatOptions {
  Sizes repeats = 1;
  std::optional<int64_t> axis = {};
  static void fields(auto& field, auto& config) {
    field("repeats", config.repeats, "How often each element stands there, or a list of that.");
    field("axis", config.axis, "The axis that grows; null: x flattened.");
  }
};

struct TileOptions {
  Sizes repeats = 1;
  static void fields(auto& field, auto& config) {
    field("repeats", config.repeats, "How often x stands along each of the last axes.");
  }
};

namespace ops {

/// Each element along an axis several times, one behind the other.
Tensor repeat(const Operand& x, const RepeatOptions& options);
/// x several times along its last axes, or along new ones in front of them.
Tensor tile(const Operand& x, const TileOptions& options);

}  // namespace ops

}  // namespace cornu
