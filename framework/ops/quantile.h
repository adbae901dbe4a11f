#pragma once

#include <array>

#include "framework/ops/reduce.h"

namespace cornu {

enum class QuantileMethod { linear, lower, higher, midpoint, nearest };
template <>
struct EnumNames<QuantileMethod> {
  static constexpr std::array<std::string_view, 5> names = {"linear", "lower", "higher", "midpoint",
                                                            "nearest"};
};

struct QuantileOptions {
  Axes axis = {};
  Choice<QuantileMethod> method = QuantileMethod::linear;
  bool keepdims = false;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes to reduce; null: all.");
    field("method", config.method, "What is taken where the place lies between two elements.");
    field("keepdims", config.keepdims, "Keeps reduced axes with size 1.");
  }
};

namespace ops {

/// The elements that shares q (0 to 1) of the others lie below, along axes; NaN where there is one.
/// Of 1-D q the result has an axis for q in front.
Tensor quantile(const Operand& x, const Operand& q, const QuantileOptions& options = {});
/// quantile of q / 100.
Tensor percentile(const Operand& x, const Operand& q, const QuantileOptions& options = {});
/// The middle of the elements along axes, or the mean of the two in the middle.
Tensor median(const Operand& x, const ReduceOptions& options = {});

/// The same of what is not NaN; NaN where nothing is left.
Tensor nanquantile(const Operand& x, const Operand& q, const QuantileOptions& options = {});
Tensor nanpercentile(const Operand& x, const Operand& q, const QuantileOptions& options = {});
Tensor nanmedian(const Operand& x, const ReduceOptions& options = {});

}  // namespace ops

}  // namespace cornu
