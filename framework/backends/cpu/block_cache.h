#pragma once

#include <cstddef>
#include <mutex>
#include <vector>

namespace cornu::cpu {

/// Blocks of memory that were given back, for those who ask for as many bytes again: fresh pages
/// cost more than what most ops do with them. Holds little, and the oldest goes first.
class BlockCache {
 public:
  /// A block of so many bytes, or null.
  void* take(size_t bytes);
  /// Takes it in, or frees it.
  void put(void* block, size_t bytes);
  /// Frees all.
  void clear();

 private:
  struct Block {
    void* data;
    size_t bytes;
  };
  std::mutex mutex_;
  std::vector<Block> blocks_;  // the newest last
  size_t bytes_ = 0;
};

}  // namespace cornu::cpu
