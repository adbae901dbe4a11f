#pragma once

#include <cstddef>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Finds extremes along rows of columns, for elements of a compute type.
struct ArgLoops {
  /// Takes `rows` rows of `count` elements, `stride` apart, into the columns' extremes `best` and
  /// the number of the row that each is from. The first row is number `first`; number 0 starts
  /// anew. The first NaN of a column stays.
  void (*take)(const void* x, size_t rows, size_t stride, size_t count, int64_t first, void* best,
               int64_t* number);
  /// Of columns' extremes the most extreme, or of several the first: counted row by row, in rows of
  /// `width`.
  int64_t (*decide)(const void* best, const int64_t* number, size_t columns, int64_t width);
};

/// `compute`: f32, f64, i32, i64 or u64.
const ArgLoops& arg_loops(bool largest, DType compute);

}  // namespace cornu::cpu::simd
