#pragma once

#include "framework/tensor/tensor.h"

/// Windows for signals: `n` weights of float32, 1 in the middle, that fall to both ends.
namespace cornu::ops {

Tensor bartlett(int64_t n);
Tensor blackman(int64_t n);
Tensor hamming(int64_t n);
Tensor hanning(int64_t n);
/// The larger beta, the narrower the window.
Tensor kaiser(int64_t n, double beta);

}  // namespace cornu::ops
