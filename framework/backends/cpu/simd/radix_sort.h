#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <utility>

#include "framework/base/team.h"

namespace cornu::cpu::simd {

/// As many bytes or more, in whole lines of the caches.
constexpr size_t aligned(size_t bytes) { return (bytes + 63) / 64 * 64; }

using DigitCounts = std::array<uint32_t, 256>;
inline constexpr int64_t kMostBlocks = 16;

/// Plain integers are their own keys.
template <class Item>
auto key_of(const Item& item) {
  if constexpr (std::is_integral_v<Item>)
    return item;
  else
    return item.key();
}

/// Sorts by keys from the lowest byte to the highest; items of equal keys keep their order. `spare`
/// has as many items, `counts` one entry for each of the `blocks`, at most kMostBlocks, that the
/// items are dealt with in, in parallel. Gives where the result lies: `items` or `spare`.
template <class Item>
Item* radix_sort(Item* items, Item* spare, int64_t count, DigitCounts* counts, int64_t blocks) {
  using Key = decltype(key_of(*items));
  const auto each_block = [&](const auto& body) {
    parallel_for(blocks, 1, [&](int64_t begin, int64_t end) {
      for (int64_t block = begin; block < end; ++block)
        body(block, count * block / blocks, count * (block + 1) / blocks);
    });
  };
  // What all keys have in common is taken away: small numbers differ in few bytes.
  std::array<Key, kMostBlocks> lowest_of{}, highest_of{};
  each_block([&](int64_t block, int64_t begin, int64_t end) {
    Key low = key_of(items[begin]), high = low;
    for (int64_t i = begin; i < end; ++i) {
      low = std::min(low, key_of(items[i]));
      high = std::max(high, key_of(items[i]));
    }
    lowest_of[static_cast<size_t>(block)] = low;
    highest_of[static_cast<size_t>(block)] = high;
  });
  const Key lowest = *std::min_element(lowest_of.begin(), lowest_of.begin() + blocks);
  const Key highest = *std::max_element(highest_of.begin(), highest_of.begin() + blocks);
  const Key range = static_cast<Key>(highest - lowest);
  const auto digit = [&](const Item& item, int shift) {
    return static_cast<uint8_t>(static_cast<Key>(key_of(item) - lowest) >> shift);
  };
  constexpr int bits = std::numeric_limits<Key>::digits;
  for (int shift = 0; shift < bits && range >> shift > 0; shift += 8) {
    each_block([&](int64_t block, int64_t begin, int64_t end) {
      DigitCounts& mine = counts[block];
      mine.fill(0);
      for (int64_t i = begin; i < end; ++i) ++mine[digit(items[i], shift)];
    });
    uint32_t total = 0, most = 0;
    for (size_t d = 0; d < 256; ++d) {
      const uint32_t before = total;
      for (int64_t block = 0; block < blocks; ++block)
        total += std::exchange(counts[block][d], total);
      most = std::max(most, total - before);
    }
    if (most == count) continue;  // all have this digit
    each_block([&](int64_t block, int64_t begin, int64_t end) {
      DigitCounts& mine = counts[block];
      for (int64_t i = begin; i < end; ++i) spare[mine[digit(items[i], shift)]++] = items[i];
    });
    std::swap(items, spare);
  }
  return items;
}

}  // namespace cornu::cpu::simd
