#pragma once

#include <cstddef>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Softmax of f32 or f64. `y` may be x's place.
struct SoftmaxLoops {
  /// Columns at most.
  static constexpr size_t kMostColumns = 256;

  /// Along `rows` rows of `count` neighbours.
  void (*along)(const void* x, size_t rows, size_t count, bool logarithm, void* y);
  /// Of each of `count` columns, down `rows` rows that lie `stride` apart.
  void (*down)(const void* x, size_t rows, size_t stride, size_t count, bool logarithm, void* y);
  /// log Σ exp(x) - x[label] of each row.
  void (*cross_entropy)(const void* x, const int64_t* labels, size_t rows, size_t count, void* y);
  /// (softmax(x) - 1 at the label) · dy of each row; a label that is no column counts for none.
  void (*cross_entropy_grad)(const void* x, const int64_t* labels, const void* dy, size_t rows,
                             size_t count, void* dx);
};

const SoftmaxLoops& softmax_loops(DType dtype);

}  // namespace cornu::cpu::simd
