#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct SortOptions {
  std::optional<int64_t> axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to sort along; null: x flattened.");
  }
};

struct ArgpartitionOptions {
  int64_t kth = 0;
  std::optional<int64_t> axis = -1;
  static void fields(auto& field, auto& config) {
    field("kth", config.kth, "The place that gets what sorting would put there.");
    field("axis", config.axis, "The axis to divide along; null: x flattened.");
  }
};

/// Attributes of the ops that sort.
struct SortAttrs {
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to sort along.");
  }
};

namespace ops {

/// The elements along an axis in ascending order, NaN behind all numbers.
Tensor sort(const Operand& x, const SortOptions& options = {});
/// The indices (int32) that sort x; equal elements keep their order.
Tensor argsort(const Operand& x, const SortOptions& options = {});
/// Indices (int32) of all elements, those of the `kth` smallest first: element number kth is where
/// sorting would put it, none before it is larger and none behind it smaller.
Tensor argpartition(const Operand& x, const ArgpartitionOptions& options);

}  // namespace ops

}  // namespace cornu
