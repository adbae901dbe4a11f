#pragma once

#include "framework/ir/op_def.h"
#include "framework/ops/conv.h"

/// What the definitions of conv and its gradients share.
namespace cornu {

/// Checks ranks, channels and groups of what is known.
void check_conv(std::string_view op, const Spec& x, const Spec& kernel, const ConvAttrs& attrs);

/// The output's size along spatial axis `i`; ShapeError where the kernel does not fit.
int64_t conv_output_size(std::string_view op, const Spec& x, const Spec& kernel,
                         const ConvAttrs& attrs, int64_t i);

/// {before, after} of spatial axis i.
std::pair<int64_t, int64_t> conv_padding(const ConvAttrs& attrs, int64_t i, int64_t in,
                                         int64_t kernel);

/// Axes of `shape` between its first and its last, or all but the last two of a kernel.
std::vector<int64_t> spatial_sizes(const Shape& x);
std::vector<int64_t> kernel_sizes(const Shape& kernel);

}  // namespace cornu
