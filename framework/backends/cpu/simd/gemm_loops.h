#pragma once

#include <cstdint>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// A matrix somewhere in memory: how far its neighbours lie apart, in elements.
struct MatrixView {
  const void* data;
  int64_t row, column;
};

/// c = a b, or c += a b: one thread's share of a product. c's rows are dense, `c_row` apart.
struct GemmTile {
  /// The most rows and columns that one call should be given.
  static constexpr int64_t kRows = 96, kColumns = 128;

  MatrixView a, b;
  void* c;
  int64_t c_row;
  int64_t rows, columns, inner;
  bool accumulate;
};

struct GemmLoops {
  void (*multiply)(const GemmTile& tile);
  /// Adds a row to each of c's rows, where there is one, and raises what is negative to zero.
  void (*finish)(const GemmTile& tile, const void* bias, bool relu);
};

/// Of f32, f64, i32 or i64; integers wrap, so they serve unsigned ones too.
const GemmLoops& gemm_loops(DType compute);

}  // namespace cornu::cpu::simd
