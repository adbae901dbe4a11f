#pragma once

#include <algorithm>
#include <vector>

#include "framework/tensor/tensor.h"

namespace cornu {

/// A set of tensors' ids that only grows: open addressing, so that a tape allocates nothing for
/// most of what it hears.
class TensorIdSet {
 public:
  bool contains(TensorId id) const { return !slots_.empty() && slots_[find(id)].object; }
  void insert(TensorId id) {
    if (2 * (size_ + 1) > slots_.size()) grow();
    TensorId& slot = slots_[find(id)];
    if (slot.object) return;
    slot = id;
    ++size_;
  }
  void clear() {
    slots_.clear();
    size_ = 0;
  }

 private:
  /// Where it is, or the free place where it would be.
  size_t find(TensorId id) const {
    // Objects lie at multiples of 16; the product's upper bits mix the lower ones.
    const uint64_t mixed =
        (reinterpret_cast<uintptr_t>(id.object) / 16 + static_cast<uint64_t>(id.index) * 7919) *
        0x9E3779B97F4A7C15u;
    size_t at = (mixed >> 32) & (slots_.size() - 1);
    while (slots_[at].object && !(slots_[at] == id)) at = (at + 1) & (slots_.size() - 1);
    return at;
  }
  void grow() {
    std::vector<TensorId> before(std::max<size_t>(64, 2 * slots_.size()));
    before.swap(slots_);
    for (const TensorId& id : before)
      if (id.object) slots_[find(id)] = id;
  }

  std::vector<TensorId> slots_;  // a power of two of them, at most half taken
  size_t size_ = 0;
};

}  // namespace cornu
