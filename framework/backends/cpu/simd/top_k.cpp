#include "framework/ops/top_k.h"

#include <algorithm>

#include "framework/backends/cpu/simd/radix_sort.h"
#include "framework/backends/cpu/simd/sort_keys.h"
#include "framework/backends/reference/along_axis.h"
#include "framework/backends/reference/arithmetic.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kStride = 16;      // elements that are compared at once with the smallest so far
constexpr int64_t kFew = 32;         // so many are kept in order
constexpr int64_t kRadix = 256;      // longer rows are sorted digit by digit, where k is large
constexpr int64_t kWork = 32 << 10;  // elements worth a thread

/// Keeps what is larger than the k-th largest so far: few elements of a long row. Keys are turned
/// round, so that the largest come first and of equal ones the first.
template <class T>
class TopKKernel final : public PreparedKernel {
  using Key = SortKey<T>;
  using Item = PlacedKey<T>;

 public:
  explicit TopKKernel(const KernelArgs& args)
      : along_("top_k", args.in[0].shape, -1), k_(args.as<TopKOptions>().k) {
    whole_ = along_.size > kRadix && 8 * k_ >= along_.size;
    room_ = whole_ ? along_.size : std::min(along_.size, 2 * k_ + kStride);
    items_bytes_ = aligned(static_cast<size_t>(room_) * sizeof(Item));
    slots_ = std::clamp<int64_t>(along_.lines * along_.size / kWork, 1,
                                 std::clamp<int64_t>(along_.lines, 1, num_threads()));
    slot_bytes_ = whole_ ? 2 * items_bytes_ + sizeof(DigitCounts) : items_bytes_;
    workspace_bytes = slot_bytes_ * static_cast<size_t>(slots_);
  }

  void run(Stream&, const Operands& operands) const override {
    if (k_ == 0) return;
    auto* workspace = static_cast<std::byte*>(operands.workspace);
    parallel_for(slots_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t slot = begin; slot < end; ++slot)
        for (int64_t i = along_.lines * slot / slots_; i < along_.lines * (slot + 1) / slots_; ++i)
          choose(operands.input<T>(0) + i * along_.size, operands.output<T>(0) + i * k_,
                 operands.output<int32_t>(1) + i * k_,
                 workspace + static_cast<size_t>(slot) * slot_bytes_);
    });
  }

 private:
  void choose(const T* x, T* values, int32_t* indices, std::byte* slot) const {
    const Item* chosen = whole_       ? sort_all(x, slot)
                         : k_ <= kFew ? insert(x, slot)
                                      : select(x, slot);
    for (int64_t j = 0; j < k_; ++j) {
      indices[j] = static_cast<int32_t>(chosen[j].place());
      values[j] = x[chosen[j].place()];
    }
  }
  const Item* sort_all(const T* x, std::byte* slot) const {
    Item* items = reinterpret_cast<Item*>(slot);
    for (int64_t i = 0; i < along_.size; ++i) items[i] = item(x, i);
    return radix_sort(items, reinterpret_cast<Item*>(slot + items_bytes_), along_.size,
                      reinterpret_cast<DigitCounts*>(slot + 2 * items_bytes_), 1);
  }
  /// Few are kept in order, so that hardly anything but what stays is ever put among them.
  const Item* insert(const T* x, std::byte* slot) const {
    Item* items = reinterpret_cast<Item*>(slot);
    const auto put = [&](const Item& added, int64_t at) {
      for (; at > 0 && added.key() < items[at - 1].key(); --at) items[at] = items[at - 1];
      items[at] = added;
    };
    for (int64_t i = 0; i < k_; ++i) put(item(x, i), i);
    each_above(x, k_, items[k_ - 1], [&](const Item& added) { put(added, k_ - 1); });
    return items;
  }
  /// Of many what comes together is divided anew when it is twice as much.
  const Item* select(const T* x, std::byte* slot) const {
    Item* items = reinterpret_cast<Item*>(slot);
    int64_t count = std::min(along_.size, room_);
    for (int64_t i = 0; i < count; ++i) items[i] = item(x, i);
    const int64_t first = count;
    divide(items, count);
    each_above(x, first, items[k_ - 1], [&](const Item& added) {
      if (count == room_) divide(items, count);
      items[count++] = added;
    });
    divide(items, count);
    std::sort(items, items + k_);
    return items;
  }
  /// Calls `f` for elements from `i` on that may be larger than the last of those that count.
  template <class F>
  void each_above(const T* x, int64_t i, const Item& last, const F& f) const {
    for (; i < along_.size; i += kStride) {
      const int64_t end = std::min(i + kStride, along_.size);
      if (!any_above(x + i, end - i, x[last.place()])) continue;
      for (int64_t j = i; j < end; ++j)
        if (key_of(x[j]) < last.key()) f(item(x, j));
    }
  }

  static Item item(const T* x, int64_t i) { return {key_of(x[i]), static_cast<uint32_t>(i)}; }
  static typename Key::Bits key_of(T x) {
    return static_cast<typename Key::Bits>(~Key::template encode<true>(x));
  }
  /// The k smallest items first, the largest of them at k - 1; the others are forgotten.
  void divide(Item* items, int64_t& count) const {
    if (count > k_) std::nth_element(items, items + k_ - 1, items + count);
    count = k_;
  }

  /// Whether some may be above it, or NaN; false only if none is.
  static bool any_above(const T* x, int64_t count, T bound) {
    using C = reference::Compute<T>;
    const C least = static_cast<C>(bound);
    int above = 0;
    for (int64_t i = 0; i < count; ++i) above |= !(static_cast<C>(x[i]) <= least);
    return above != 0;
  }

  reference::AlongAxis along_;
  int64_t k_, room_ = 0, slots_ = 1;
  bool whole_ = false;
  size_t items_bytes_ = 0, slot_bytes_ = 0;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return dispatch(args.in[0].dtype,
                  [&]<class T>(T) -> Ref<PreparedKernel> { return make_ref<TopKKernel<T>>(args); });
}

}  // namespace

extern constinit const Kernel top_k_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
