#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct TakeOptions {
  std::optional<int64_t> axis = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis that the indices count along; null: x flattened.");
  }
};

/// Attributes of the take op and its gradient.
struct TakeAttrs {
  int64_t axis = 0;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis that the indices count along.");
  }
};

struct ScatterAddAttrs {
  int64_t axis = 0;
  int64_t size = 0;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis that the indices count along.");
    field("size", config.size, "The size of that axis.");
  }
};

namespace ops {

/// x's slices along an axis at `indices`, an integer tensor of any shape: the shape of the result
/// is x's with that axis replaced by the shape of the indices. Negative indices count from the end;
/// one out of range is a ValueError.
Tensor take(const Operand& x, const Operand& indices, const TakeOptions& options = {});

/// The gradient of take: zeros, of `size` along `axis`, with the slices of `updates` added at
/// `indices`.
Tensor scatter_add(const Tensor& updates, const Tensor& indices, const ScatterAddAttrs& attrs);

}  // namespace ops

}  // namespace cornu
