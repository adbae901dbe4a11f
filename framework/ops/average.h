#pragma once

#include <optional>

#include "framework/ops/reduce.h"

namespace cornu {

struct AverageOptions {
  Axes axis = {};
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axes to reduce; null: all.");
  }
};

namespace ops {

/// The mean over axes, or Σ x·w / Σ w: the weights have x's shape, or are 1-D along the one axis.
Tensor average(const Operand& x, const std::optional<Operand>& weights = {},
               const AverageOptions& options = {});
/// How many elements along axes are not 0: int32.
Tensor count_nonzero(const Operand& x, const AverageOptions& options = {});
/// The largest less the smallest element over axes.
Tensor ptp(const Operand& x, const ReduceOptions& options = {});

}  // namespace ops

}  // namespace cornu
