#include "framework/compiler/arena_pool.h"

#include <algorithm>

namespace cornu {

Ref<Buffer> ArenaPool::take(Device device, size_t bytes) {
  {
    const std::lock_guard lock(mutex_);
    // The largest: the smaller ones are dropped where even that is too small.
    const auto largest = std::max_element(
        idle_.begin(), idle_.end(),
        [](const Ref<Buffer>& a, const Ref<Buffer>& b) { return a->bytes() < b->bytes(); });
    if (largest != idle_.end() && (*largest)->bytes() >= bytes && (*largest)->device() == device) {
      Ref<Buffer> arena = std::move(*largest);
      idle_.erase(largest);
      return arena;
    }
    idle_.clear();
  }
  return Buffer::allocate(device, bytes);
}

void ArenaPool::put_back(Ref<Buffer> arena) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(arena));
}

}  // namespace cornu
