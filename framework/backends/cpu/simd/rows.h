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

/// Two rows in one pass, `first` of the leading operands and `second` of its result and the last
/// operand, the other way round where `right`; null where there is no such loop. Steps of
/// optimizers and scaled sums go through few of them: each saves a tile's way to memory and back.
RowLoop row_pair(DType compute, int first, int second, bool right);

std::span<const RowLoop> row_loops_f32();
std::span<const RowLoop> row_loops_f64();
std::span<const RowLoop> row_loops_i32();
std::span<const RowLoop> row_loops_i64();
std::span<const RowLoop> row_loops_u64();
RowLoop row_pair_f32(int first, int second, bool right);
RowLoop row_pair_f64(int first, int second, bool right);

}  // namespace cornu::cpu::simd
