#pragma once

#include <cstddef>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Rows of `count` columns, `stride` elements apart.
struct Slab {
  size_t rows, stride, count;
};

/// What batch norm does to the columns of a slab, for f32 or f64. Totals are added to.
struct BatchNormLoops {
  /// Σ (x - mean)²
  void (*squares)(const Slab& slab, const void* x, const void* mean, void* total);
  /// Σ dy and Σ dy (x - mean)
  void (*products)(const Slab& slab, const void* x, const void* dy, const void* mean,
                   void* total_dy, void* total_product);
  /// y = a (x - mean) + c
  void (*scale)(const Slab& slab, const void* x, const void* mean, const void* a, const void* c,
                void* y);
  /// dx = a (dy - c + b (x - mean))
  void (*combine)(const Slab& slab, const void* x, const void* dy, const void* mean, const void* a,
                  const void* b, const void* c, void* dx);
};

const BatchNormLoops& batch_norm_loops(DType dtype);

}  // namespace cornu::cpu::simd
