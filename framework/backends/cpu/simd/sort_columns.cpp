#include "framework/backends/cpu/simd/sort_columns.h"

#include <algorithm>

#include "framework/backends/cpu/simd/targets.h"
#include "framework/base/error.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/sort_columns.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Batcher's odd-even merge sort: `exchange(i, j, count)` puts rows i < j and those behind each in
/// order. Which rows meet does not depend on the elements, so columns are sorted side by side.
template <class F>
HWY_INLINE void network(size_t rows, const F& exchange) {
  for (size_t p = 1; p < rows; p *= 2)
    for (size_t k = p; k >= 1; k /= 2)
      for (size_t j = k % p; j + k < rows; j += 2 * k)
        if (k == p || (j + k) % (2 * p) != 0)  // else they are of two pieces that merge later
          exchange(j, j + k, std::min(k, rows - j - k));
}

template <class K>
void sort_keys(void* tile, size_t rows) {
  const hn::CappedTag<K, kColumnBytes / sizeof(K)> d;
  constexpr size_t columns = kColumnBytes / sizeof(K);
  for (size_t column = 0; column < columns; column += hn::Lanes(d)) {
    K* keys = static_cast<K*>(tile) + column;
    network(rows, [&](size_t i, size_t j, size_t count) HWY_ATTR {
      for (; count > 0; ++i, ++j, --count) {
        const auto a = hn::LoadU(d, keys + i * columns), b = hn::LoadU(d, keys + j * columns);
        hn::StoreU(hn::Min(a, b), d, keys + i * columns);
        hn::StoreU(hn::Max(a, b), d, keys + j * columns);
      }
    });
  }
}

void sort_placed(uint64_t* keys, uint64_t* places, size_t rows) {
  constexpr size_t columns = kColumnBytes / sizeof(uint64_t);
  const hn::CappedTag<uint64_t, columns> d;
  for (size_t column = 0; column < columns; column += hn::Lanes(d))
    network(rows, [&](size_t i, size_t j, size_t count) HWY_ATTR {
      for (; count > 0; ++i, ++j, --count) {
        uint64_t *key_i = keys + i * columns + column, *key_j = keys + j * columns + column;
        uint64_t *place_i = places + i * columns + column, *place_j = places + j * columns + column;
        const auto a = hn::LoadU(d, key_i), b = hn::LoadU(d, key_j);
        const auto p = hn::LoadU(d, place_i), q = hn::LoadU(d, place_j);
        const auto turn = hn::Or(hn::Lt(b, a), hn::And(hn::Eq(a, b), hn::Lt(q, p)));
        hn::StoreU(hn::IfThenElse(turn, b, a), d, key_i);
        hn::StoreU(hn::IfThenElse(turn, a, b), d, key_j);
        hn::StoreU(hn::IfThenElse(turn, q, p), d, place_i);
        hn::StoreU(hn::IfThenElse(turn, p, q), d, place_j);
      }
    });
}

void sort_any(size_t key_bytes, void* tile, size_t rows) {
  if (key_bytes == 1) return sort_keys<uint8_t>(tile, rows);
  if (key_bytes == 2) return sort_keys<uint16_t>(tile, rows);
  if (key_bytes == 4) return sort_keys<uint32_t>(tile, rows);
  sort_keys<uint64_t>(tile, rows);
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(sort_any);
HWY_EXPORT(sort_placed);

void sort_columns(size_t key_bytes, void* tile, size_t rows) {
  HWY_DYNAMIC_DISPATCH(sort_any)(key_bytes, tile, rows);
}

void sort_placed_columns(uint64_t* keys, uint64_t* places, size_t rows) {
  HWY_DYNAMIC_DISPATCH(sort_placed)(keys, places, rows);
}

}  // namespace cornu::cpu::simd
#endif
