#pragma once

#include <cstddef>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Runs sums, products or linear recurrences along an axis, for elements of a compute type.
struct CumulativeLoops {
  size_t element;  ///< Bytes.
  /// Writes what a run starts from to `count` totals.
  void (*start)(void* totals, size_t count);
  /// One line: `total` before it, then behind it. b is null but for recurrences; y may be x or b.
  void (*along)(const void* x, const void* b, void* y, size_t count, void* total);
  /// Several lines, one behind the other, each from the start.
  void (*lines)(const void* x, const void* b, void* y, size_t count, size_t lines);
  /// One step of `count` lines side by side: y becomes their totals; it may be x or b.
  void (*across)(const void* x, const void* b, void* y, size_t count, void* totals);
};

/// `op`: cumsum, cumprod or linear_recurrence; `compute`: f32, f64, i32, i64 or u64.
const CumulativeLoops& cumulative_loops(std::string_view op, DType compute);

}  // namespace cornu::cpu::simd
