#pragma once

#include <cstddef>
#include <string_view>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// The loops of one reduction over elements of a compute type (f32, f64, i32, i64 or u64).
struct ReduceLoops {
  /// Takes `count` neighbouring elements into `total`.
  void (*row)(const void* x, size_t count, void* total);
  /// Takes `rows` rows, `stride` elements apart, into `totals`, one per column.
  void (*columns)(const void* x, size_t rows, size_t stride, size_t count, void* totals);
  /// Sets totals to what the reduction of nothing gives.
  void (*start)(void* totals, size_t count);
  /// Divides totals, for means.
  void (*divide)(void* totals, size_t count, double by);
};

/// `op`: sum, mean, prod, max, min, any or all.
const ReduceLoops& reduce_loops(std::string_view op, DType compute);

}  // namespace cornu::cpu::simd
