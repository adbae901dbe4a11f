#pragma once

#include <cstddef>
#include <vector>

namespace cornu {

/// A block of memory that is in use from step `first` to step `last`, both included.
struct Block {
  size_t bytes = 0;
  int first = 0, last = 0;
  size_t offset = 0;  ///< Set by plan_memory; a multiple of 64.
};

struct MemoryPlan {
  size_t bytes = 0;           ///< Of the arena.
  size_t liveness_bound = 0;  ///< The most bytes in use at any step: no plan needs less.
};

/// Places blocks in one arena so that blocks in use at the same time never overlap.
MemoryPlan plan_memory(std::vector<Block>& blocks);

}  // namespace cornu
