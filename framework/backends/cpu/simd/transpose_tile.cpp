#include "framework/backends/cpu/simd/transpose_tile.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/transpose_tile.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstring>

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class T>
void transpose(const std::byte* from, int64_t step_from, std::byte* to, int64_t step_to) {
  T tile[kTile][kTile];
  for (int64_t i = 0; i < kTile; ++i) std::memcpy(tile[i], from + i * step_from, sizeof tile[i]);
  for (int64_t k = 0; k < kTile; ++k, to += step_to) {
    T line[kTile];
    for (int64_t i = 0; i < kTile; ++i) line[i] = tile[i][k];
    std::memcpy(to, line, sizeof line);
  }
}

#if HWY_TARGET != HWY_SCALAR
/// Four by four in registers.
void transpose_words(const std::byte* from, int64_t step_from, std::byte* to, int64_t step_to) {
  const hn::FixedTag<uint32_t, 4> d;
  const hn::FixedTag<uint64_t, 2> pairs;
  const auto row = [&](int64_t i, int64_t k) HWY_ATTR {
    return hn::LoadU(d, reinterpret_cast<const uint32_t*>(from + i * step_from + k * 4));
  };
  for (int64_t k = 0; k < kTile; k += 4)
    for (int64_t i = 0; i < kTile; i += 4) {
      const auto a = row(i, k), b = row(i + 1, k), c = row(i + 2, k), e = row(i + 3, k);
      const auto low_ab = hn::BitCast(pairs, hn::InterleaveLower(d, a, b)),
                 low_ce = hn::BitCast(pairs, hn::InterleaveLower(d, c, e)),
                 high_ab = hn::BitCast(pairs, hn::InterleaveUpper(d, a, b)),
                 high_ce = hn::BitCast(pairs, hn::InterleaveUpper(d, c, e));
      const auto store = [&](int64_t column, auto v) HWY_ATTR {
        hn::StoreU(hn::BitCast(d, v), d,
                   reinterpret_cast<uint32_t*>(to + (k + column) * step_to + i * 4));
      };
      store(0, hn::InterleaveLower(pairs, low_ab, low_ce));
      store(1, hn::InterleaveUpper(pairs, low_ab, low_ce));
      store(2, hn::InterleaveLower(pairs, high_ab, high_ce));
      store(3, hn::InterleaveUpper(pairs, high_ab, high_ce));
    }
}
/// Two by two.
void transpose_longs(const std::byte* from, int64_t step_from, std::byte* to, int64_t step_to) {
  const hn::FixedTag<uint64_t, 2> d;
  for (int64_t k = 0; k < kTile; k += 2)
    for (int64_t i = 0; i < kTile; i += 2) {
      const auto* row = reinterpret_cast<const uint64_t*>(from + i * step_from) + k;
      const auto* next = reinterpret_cast<const uint64_t*>(from + (i + 1) * step_from) + k;
      const auto a = hn::LoadU(d, row), b = hn::LoadU(d, next);
      auto* column = reinterpret_cast<uint64_t*>(to + k * step_to) + i;
      auto* beside = reinterpret_cast<uint64_t*>(to + (k + 1) * step_to) + i;
      hn::StoreU(hn::InterleaveLower(d, a, b), d, column);
      hn::StoreU(hn::InterleaveUpper(d, a, b), d, beside);
    }
}
#else
constexpr TransposeTile transpose_words = transpose<uint32_t>;
constexpr TransposeTile transpose_longs = transpose<uint64_t>;
#endif

TransposeTile choose_transpose_tile(size_t element) {
  if (element == 1) return transpose<uint8_t>;
  if (element == 2) return transpose<uint16_t>;
  return element == 4 ? transpose_words : transpose_longs;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_transpose_tile);

TransposeTile transpose_tile(size_t element) {
  return HWY_DYNAMIC_DISPATCH(choose_transpose_tile)(element);
}

}  // namespace cornu::cpu::simd
#endif
