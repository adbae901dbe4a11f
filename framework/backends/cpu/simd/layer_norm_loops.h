#pragma once

#include <cstddef>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// What layer norm does to rows of `count` neighbours, for f32 or f64.
struct LayerNormLoops {
  /// One row: y = (x - mean) / deviation · gamma + beta. Writes its mean and inverse deviation.
  void (*normalize)(const void* x, size_t count, const void* gamma, const void* beta,
                    double epsilon, void* y, void* mean, void* inverse);
  /// One row's dx; adds dy · x̂ and dy to the totals.
  void (*differentiate)(const void* x, const void* dy, size_t count, const void* gamma,
                        const void* mean, const void* inverse, void* dx, void* dgamma, void* dbeta);
};

const LayerNormLoops& layer_norm_loops(DType dtype);

}  // namespace cornu::cpu::simd
