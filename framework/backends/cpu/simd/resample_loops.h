#pragma once

#include <cstddef>
#include <cstdint>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// What resampling does to rows of `count` neighbours of x, for f32 or f64.
struct ResampleLoops {
  /// y = Σ weights[k] · (row places[k] of x), over `terms` of them.
  void (*combine)(const void* x, const int64_t* places, const double* weights, size_t terms,
                  size_t count, void* y);
};

const ResampleLoops& resample_loops(DType dtype);

}  // namespace cornu::cpu::simd
