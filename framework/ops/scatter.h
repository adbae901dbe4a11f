#pragma once

#include <optional>

#include "framework/base/choice.h"
#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct ScatterOptions {
  Shape shape = {};
  static void fields(auto& field, auto& config) {
    field("shape", config.shape, "The shape of the result.");
  }
};

enum class ScatterReduction { add, max, min, mul };
template <>
struct EnumNames<ScatterReduction> {
  static constexpr std::array<std::string_view, 4> names = {"add", "max", "min", "mul"};
};

struct ScatterUpdateOptions {
  std::optional<Choice<ScatterReduction>> reduction = {};
  static void fields(auto& field, auto& config) {
    field("reduction", config.reduction,
          "How updates meet what is there, and each other; null: the last update stays.");
  }
};

namespace ops {

/// Zeros of a shape with `values` added at `indices`: the last axis of the indices holds the
/// leading places [.., d], the values are [.., the shape behind d axes].
Tensor scatter(const Operand& indices, const Operand& values, const ScatterOptions& options);
/// `inputs` with `updates` at `indices`, which are as scatter's.
Tensor scatter_update(const Operand& inputs, const Operand& indices, const Operand& updates,
                      const ScatterUpdateOptions& options = {});

}  // namespace ops

}  // namespace cornu
