#pragma once

#include <cstddef>
#include <span>

#include "framework/tensor/dtype.h"

namespace cornu::cpu::simd {

/// Where a loop finds an operand: element i, or where `mask` is 0 always the first vector, which
/// holds one value in every lane.
struct Source {
  const void* data = nullptr;
  size_t mask = ~size_t{0};
};

/// The most bytes of a vector: what a Source of mask 0 must hold.
inline constexpr size_t kVectorBytes = 64;

/// Applies one elementwise row to `count` elements; `out` may be an operand's place.
using RowLoop = void (*)(const Source* in, void* out, size_t count);

/// The loops of every row by id, for elements of f32, f64, i32, i64 or u64; null where a row has
/// none.
std::span<const RowLoop> row_loops(DType compute);

std::span<const RowLoop> row_loops_f32();
std::span<const RowLoop> row_loops_f64();
std::span<const RowLoop> row_loops_i32();
std::span<const RowLoop> row_loops_i64();
std::span<const RowLoop> row_loops_u64();

}  // namespace cornu::cpu::simd
