#pragma once

#include "framework/ops/conv.h"

namespace cornu::ops {

/// Each channel convolved by itself: x [n, spatial…, in], kernel [spatial…, in, multiplier] →
/// [n, spatial…, in · multiplier], a channel's results side by side.
Tensor depthwise_conv(const Operand& inputs, const Operand& kernel,
                      const ConvOptions& options = {});

/// A depthwise convolution, and one of windows of size 1 that mixes the channels: pointwise_kernel
/// [1…, in · multiplier, out].
Tensor separable_conv(const Operand& inputs, const Operand& depthwise_kernel,
                      const Operand& pointwise_kernel, const ConvOptions& options = {});

}  // namespace cornu::ops
