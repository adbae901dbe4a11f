#pragma once

#include <optional>

#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"

namespace cornu {

struct ArgmaxOptions {
  std::optional<int64_t> axis = {};
  bool keepdims = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to search; null: all elements in row-major order.");
    field("keepdims", config.keepdims, "Keeps the searched axis with size 1.");
  }
};

namespace ops {

/// Index (int32) of the first largest (smallest) element. A NaN counts as the extreme.
Tensor argmax(const Operand& x, const ArgmaxOptions& options = {});
Tensor argmin(const Operand& x, const ArgmaxOptions& options = {});

}  // namespace ops

/// Shared by the definitions of argmax and argmin. ValueError where the axis is empty.
std::vector<Spec> infer_argmax(const InferArgs& args);

}  // namespace cornu
