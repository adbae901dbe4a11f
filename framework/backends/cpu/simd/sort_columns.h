#pragma once

#include <cstddef>
#include <cstdint>

namespace cornu::cpu::simd {

/// Bytes of a row of columns that are sorted side by side.
inline constexpr size_t kColumnBytes = 64;

/// Sorts each column of a tile of `rows` rows of kColumnBytes bytes: unsigned keys of `key_bytes`.
void sort_columns(size_t key_bytes, void* tile, size_t rows);
/// Sorts columns of 64-bit keys by key, then by what lies in the same place of `places`, which is
/// moved along.
void sort_placed_columns(uint64_t* keys, uint64_t* places, size_t rows);

}  // namespace cornu::cpu::simd
