#include "framework/compiler/memory/plan.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace cornu {

namespace {

constexpr size_t kAlignment = 64;

size_t aligned(size_t bytes) { return (bytes + kAlignment - 1) / kAlignment * kAlignment; }

size_t liveness_bound(const std::vector<Block>& blocks) {
  int last = 0;
  for (const Block& block : blocks) last = std::max(last, block.last);
  std::vector<int64_t> change(static_cast<size_t>(last) + 2, 0);
  for (const Block& block : blocks) {
    change[static_cast<size_t>(block.first)] += static_cast<int64_t>(aligned(block.bytes));
    change[static_cast<size_t>(block.last) + 1] -= static_cast<int64_t>(aligned(block.bytes));
  }
  int64_t in_use = 0, most = 0;
  for (const int64_t step : change) most = std::max(most, in_use += step);
  return static_cast<size_t>(most);
}

/// Places the blocks in the given order, each in the smallest gap among those placed before it
/// that are in use at the same time.
size_t place(std::vector<Block>& blocks, const std::vector<size_t>& order) {
  size_t end = 0;
  std::vector<const Block*> placed;  // by offset
  for (const size_t index : order) {
    Block& block = blocks[index];
    const size_t bytes = aligned(block.bytes);
    size_t best = SIZE_MAX, best_gap = SIZE_MAX, free_from = 0;
    for (const Block* other : placed) {
      if (other->last < block.first || other->first > block.last) continue;
      if (other->offset >= free_from + bytes && other->offset - free_from < best_gap) {
        best_gap = other->offset - free_from;
        best = free_from;
      }
      free_from = std::max(free_from, other->offset + aligned(other->bytes));
    }
    block.offset = best == SIZE_MAX ? free_from : best;
    end = std::max(end, block.offset + bytes);
    const auto at =
        std::lower_bound(placed.begin(), placed.end(), &block,
                         [](const Block* a, const Block* b) { return a->offset < b->offset; });
    placed.insert(at, &block);
  }
  return end;
}

}  // namespace

MemoryPlan plan_memory(std::vector<Block>& blocks) {
  MemoryPlan plan{.bytes = 0, .liveness_bound = liveness_bound(blocks)};
  std::vector<size_t> order(blocks.size());
  std::iota(order.begin(), order.end(), size_t{0});
  // Two greedy orders; either may win. Large blocks first leaves the small ones the gaps.
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return blocks[a].bytes > blocks[b].bytes; });
  std::vector<Block> by_size = blocks, by_life = blocks;
  const size_t size_end = place(by_size, order);
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const auto life = [&](size_t i) { return blocks[i].last - blocks[i].first; };
    return life(a) != life(b) ? life(a) > life(b) : blocks[a].bytes > blocks[b].bytes;
  });
  const size_t life_end = place(by_life, order);
  blocks = size_end <= life_end ? std::move(by_size) : std::move(by_life);
  plan.bytes = std::min(size_end, life_end);
  return plan;
}

}  // namespace cornu
