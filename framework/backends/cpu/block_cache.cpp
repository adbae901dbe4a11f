#include "framework/backends/cpu/block_cache.h"

#include <cstdlib>

namespace cornu::cpu {

namespace {

constexpr size_t kMostBytes = 32 << 20, kMostBlocks = 32;
#if defined(__SANITIZE_ADDRESS__)
constexpr bool kEnabled = false;  // it could not tell who uses memory that was given back
#else
constexpr bool kEnabled = true;
#endif

}  // namespace

void* BlockCache::take(size_t bytes) {
  const std::lock_guard lock(mutex_);
  for (size_t i = blocks_.size(); i-- > 0;) {
    if (blocks_[i].bytes != bytes) continue;
    void* const data = blocks_[i].data;
    blocks_.erase(blocks_.begin() + static_cast<ptrdiff_t>(i));
    bytes_ -= bytes;
    return data;
  }
  return nullptr;
}

void BlockCache::put(void* block, size_t bytes) {
  if (!kEnabled || bytes > kMostBytes) return std::free(block);
  const std::lock_guard lock(mutex_);
  blocks_.push_back({block, bytes});
  bytes_ += bytes;
  while (bytes_ > kMostBytes || blocks_.size() > kMostBlocks) {
    std::free(blocks_.front().data);
    bytes_ -= blocks_.front().bytes;
    blocks_.erase(blocks_.begin());
  }
}

void BlockCache::clear() {
  const std::lock_guard lock(mutex_);
  for (const Block& block : blocks_) std::free(block.data);
  blocks_.clear();
  bytes_ = 0;
}

}  // namespace cornu::cpu
