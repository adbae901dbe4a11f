#pragma once

#include <optional>

#include "framework/base/field_containers.h"
#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"
#include "framework/tensor/fields.h"

namespace cornu {

struct CumulativeOptions {
  std::optional<int64_t> axis = {};
  std::optional<DType> dtype = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to run along; null: x flattened.");
    field("dtype", config.dtype, "The element type of the result; null: x's, int32 of bool.");
  }
};

/// Attributes of the ops that run along an axis.
struct CumulativeAttrs {
  int64_t axis = 0;
  bool reverse = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis to run along.");
    field("reverse", config.reverse, "From the last element to the first.");
  }
};

namespace ops {

/// The sums (products) of the elements up to each.
Tensor cumsum(const Operand& x, const CumulativeOptions& options = {});
Tensor cumprod(const Operand& x, const CumulativeOptions& options = {});

/// y[i] = a[i] · y[i - 1] + b[i] along an axis, from y[-1] = 0; reversed: from the end. The
/// gradient of cumprod, exact where factors are 0, and of itself.
Tensor linear_recurrence(const Tensor& a, const Tensor& b, const CumulativeAttrs& attrs);

}  // namespace ops

/// Shared by the definitions: x's spec, the axis checked.
std::vector<Spec> infer_cumulative(const InferArgs& args);
/// x as the operand of a cumulative op, of the dtype to be computed in, and its axis.
Tensor cumulative_operand(const Operand& x, const CumulativeOptions& options);
/// x moved by one along an axis, `first` before the rest: from the other end where reversed.
Tensor shifted(const Tensor& x, double first, const CumulativeAttrs& attrs);

}  // namespace cornu
