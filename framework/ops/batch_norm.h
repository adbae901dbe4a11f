#pragma once

#include "framework/base/config_value.h"
#include "framework/ops/axes.h"
#include "framework/ops/operand.h"

namespace cornu {

struct BatchNormOptions {
  int64_t axis = -1;
  double epsilon = 1e-3;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis of the channels, which are normalised one by one.");
    field("epsilon", config.epsilon, "Added to the variance.");
  }
};

/// All axes but the channels', and the shape that statistics broadcast from.
Axes batch_axes(int64_t ndim, int64_t axis);
Shape channel_shape(const Shape& x, int64_t axis);
/// Statistics of halves are float32.
constexpr DType statistics_dtype(DType x) {
  return x == DType::f16 || x == DType::bf16 ? DType::f32 : x;
}

namespace ops {

/// Normalises each channel of x by its mean and biased variance over the batch, then scales and
/// shifts it: gamma, beta [channels] → {y as x, mean [channels], variance [channels]}.
Tensors batch_norm(const Operand& x, const Operand& gamma, const Operand& beta,
                   const BatchNormOptions& options = {});

}  // namespace ops

}  // namespace cornu
