#pragma once

#include <cstddef>
#include <cstdint>

namespace cornu::cpu::simd {

/// Rows and columns of a tile: a cache line of floats each way.
inline constexpr int64_t kTile = 16;

/// Reads a tile of elements row by row, rows `step_from` bytes apart, and writes it column by
/// column, `step_to` bytes apart.
using TransposeTile = void (*)(const std::byte* from, int64_t step_from, std::byte* to,
                               int64_t step_to);
/// Of elements of 1, 2, 4 or 8 bytes.
TransposeTile transpose_tile(size_t element);

}  // namespace cornu::cpu::simd
