#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

enum class PadMode { constant, reflect, symmetric };
template <>
struct EnumNames<PadMode> {
  static constexpr std::array<std::string_view, 3> names = {"constant", "reflect", "symmetric"};
};

struct PadOptions {
  std::vector<std::pair<int64_t, int64_t>> pad_width = {};
  Choice<PadMode> mode = PadMode::constant;
  static void fields(auto& field, auto& config) {
    field("pad_width", config.pad_width, "Elements to add {before, after} each axis, or all.");
    field("mode", config.mode,
          "What is added: a constant, or x mirrored without or with its edge.");
  }
};

/// Attributes of the pad op: elements before, after and between those of each axis.
struct PadAttrs {
  std::vector<int64_t> low = {}, high = {}, interior = {};
  double value = 0;
  static void fields(auto& field, auto& config) {
    field("low", config.low, "Elements to add before each axis.");
    field("high", config.high, "Elements to add after each axis.");
    field("interior", config.interior, "Elements to add between neighbours.");
    field("value", config.value, "What is added.");
  }
};

/// The gradient of strided slices.
Tensor pad_general(const Tensor& x, const PadAttrs& attrs);

namespace ops {

/// Elements added around x: `constant_values` (0 where not given), or x mirrored.
Tensor pad(const Operand& x, const PadOptions& options,
           const std::optional<Operand>& constant_values = {});

}  // namespace ops

}  // namespace cornu
