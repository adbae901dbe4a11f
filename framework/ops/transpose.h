#pragma once

#include <optional>
#include <vector>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

namespace cornu {

struct TransposeOptions {
  std::optional<std::vector<int64_t>> axes = {};
  static void fields(auto& field, auto& config) {
    field("axes", config.axes, "The axis of x that each axis of the result is; null: reversed.");
  }
};

struct SwapaxesOptions {
  int64_t axis1 = 0;
  int64_t axis2 = 1;
  static void fields(auto& field, auto& config) {
    field("axis1", config.axis1, "One axis.");
    field("axis2", config.axis2, "The axis it changes places with.");
  }
};

namespace ops {

/// Axes in another order: axis i of the result is axis `axes[i]` of x.
Tensor transpose(const Operand& x, const TransposeOptions& options = {});
Tensor swapaxes(const Operand& x, const SwapaxesOptions& options);

}  // namespace ops

/// `options.axes` in [0, ndim); ValueError where they are no permutation.
std::vector<int64_t> permutation(const TransposeOptions& options, int64_t ndim);

}  // namespace cornu
