#pragma once

#include <optional>

#include "framework/ir/op_def.h"
#include "framework/ops/fft.h"

/// What the definitions of Fourier transforms share. One family of kernels, `fft`, runs them.
namespace cornu {

inline constexpr DTypeSet kTransformed = bit(DType::f32) | bit(DType::f64);

/// {real, imaginary} of a call of `op`: a ValueError where there are not two tensors.
Tensors complex_parts(std::string_view op, const OperandList& x);
/// The spec of both parts, sizes that one does not know taken from the other; errors where they
/// differ.
Spec complex_spec(std::string_view op, const Spec& real, const Spec& imaginary);
/// A ValueError where a length is given that is no length.
void check_length(std::string_view op, const std::optional<int64_t>& length);

/// The gradients of both outputs, zeros where there is none.
Tensors both_gradients(const VjpArgs& args);
/// How many numbers of a real line's whole spectrum each number of its half stands for: 1 or 2. Of
/// the dtype of `like`, on its device.
Tensor mirrored_weights(int64_t length, const Tensor& like);
/// x's last axis cut to `size` elements, or zeros behind it.
Tensor resized(const Tensor& x, int64_t size);

}  // namespace cornu
