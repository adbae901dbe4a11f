#include "framework/ops/sort.h"

#include <algorithm>

#include "framework/backends/cpu/simd/radix_sort.h"
#include "framework/backends/cpu/simd/sort_columns.h"
#include "framework/backends/cpu/simd/sort_keys.h"
#include "framework/backends/reference/along_axis.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kLongestColumn = 1024;  // rows whose tile stays in the second cache
constexpr int64_t kShortLine = 16;        // is sorted as a column even where it is the only one
constexpr int64_t kPiece = 32;            // rows of a tile
constexpr int64_t kBlock = 32 << 10;      // elements of a long line that one thread deals with

/// Short lines along the axis are sorted side by side, in the lanes of vectors, longer ones digit
/// by digit. Each slot of the workspace serves one thread.
template <class T>
class SortKernel final : public PreparedKernel {
  using Bits = typename SortKey<T>::Bits;
  using Placed = PlacedKey<T>;
  static constexpr bool kTwoTiles = sizeof(Placed) > 8;

 public:
  explicit SortKernel(const KernelArgs& args)
      : along_(args.def.name, args.in[0].shape, args.as<SortAttrs>().axis),
        values_(args.def.name == "sort"),
        places_(!values_ || args.wants(1)) {
    const int64_t columns = this->columns();
    side_by_side_ =
        along_.size <= kShortLine || (along_.size <= kLongestColumn && 2 * along_.lines >= columns);
    units_ = side_by_side_ ? (along_.lines + columns - 1) / columns : along_.lines;
    if (!side_by_side_ && along_.lines < num_threads())
      blocks_ = std::clamp<int64_t>(along_.size / kBlock, 1, kMostBlocks);
    slots_ = blocks_ > 1 ? 1 : std::min<int64_t>(units_, num_threads());
    const auto size = static_cast<size_t>(along_.size);
    items_bytes_ = aligned(side_by_side_ ? size * kColumnBytes
                                         : size * (places_ ? sizeof(Placed) : sizeof(Bits)));
    slot_bytes_ = side_by_side_
                      ? items_bytes_ * (kTwoTiles && places_ ? 2 : 1)
                      : 2 * items_bytes_ + sizeof(DigitCounts) * static_cast<size_t>(blocks_);
    workspace_bytes = slot_bytes_ * static_cast<size_t>(slots_);
  }

  void run(Stream&, const Operands& operands) const override {
    if (along_.size == 0) return;
    const Job job{operands.input<T>(0), values_ ? operands.output<T>() : nullptr,
                  places_ ? operands.output<int32_t>(values_ ? 1 : 0) : nullptr};
    auto* workspace = static_cast<std::byte*>(operands.workspace);
    parallel_for(slots_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t slot = begin; slot < end; ++slot)
        for (int64_t u = units_ * slot / slots_; u < units_ * (slot + 1) / slots_; ++u)
          sort(job, u, workspace + static_cast<size_t>(slot) * slot_bytes_);
    });
  }

 private:
  struct Job {
    const T* x;
    T* values;
    int32_t* places;
  };

  int64_t columns() const {
    return static_cast<int64_t>(kColumnBytes / (places_ ? 8 : sizeof(Bits)));
  }
  void sort(const Job& job, int64_t unit, std::byte* slot) const {
    if (side_by_side_)
      places_ ? placed_columns(job, unit, slot) : key_columns(job, unit, slot);
    else
      places_ ? placed_line(job, unit, slot) : key_line(job, unit, slot);
  }

  /// Calls `f(element of a tile, number along the axis, element of x)` for some lines side by side.
  template <class F>
  void each_of_columns(int64_t unit, const F& f) const {
    const int64_t wide = columns(), first = unit * wide;
    const int64_t count = std::min(wide, along_.lines - first);
    const auto [size, inner, lines] = along_;
    if (inner == 1) {  // in pieces whose part of the tile stays in the first cache
      for (int64_t piece = 0; piece < size; piece += kPiece)
        for (int64_t c = 0; c < count; ++c)
          for (int64_t k = piece; k < std::min(piece + kPiece, size); ++k)
            f(k * wide + c, k, (first + c) * size + k);
    } else {
      int64_t starts[kColumnBytes];
      for (int64_t c = 0; c < count; ++c) starts[c] = along_.start(first + c);
      for (int64_t k = 0; k < size; ++k)
        for (int64_t c = 0; c < count; ++c) f(k * wide + c, k, starts[c] + k * inner);
    }
  }
  void key_columns(const Job& job, int64_t unit, std::byte* slot) const {
    Bits* tile = reinterpret_cast<Bits*>(slot);
    each_of_columns(unit, [&](int64_t at, int64_t, int64_t from) {
      tile[at] = SortKey<T>::template encode<false>(job.x[from]);
    });
    sort_columns(sizeof(Bits), tile, static_cast<size_t>(along_.size));
    each_of_columns(unit, [&](int64_t at, int64_t, int64_t to) {
      job.values[to] = SortKey<T>::decode(tile[at]);
    });
  }
  void placed_columns(const Job& job, int64_t unit, std::byte* slot) const {
    auto *tile = reinterpret_cast<uint64_t*>(slot),
         *places = reinterpret_cast<uint64_t*>(slot + items_bytes_);
    each_of_columns(unit, [&](int64_t at, int64_t k, int64_t from) {
      const Bits key = SortKey<T>::template encode<true>(job.x[from]);
      if constexpr (kTwoTiles)
        tile[at] = key, places[at] = static_cast<uint64_t>(k);
      else
        tile[at] = Placed(key, static_cast<uint32_t>(k)).both;
    });
    if constexpr (kTwoTiles)
      sort_placed_columns(tile, places, static_cast<size_t>(along_.size));
    else
      sort_columns(sizeof(uint64_t), tile, static_cast<size_t>(along_.size));
    each_of_columns(unit, [&](int64_t at, int64_t k, int64_t to) {
      const auto place = static_cast<uint32_t>((kTwoTiles ? places : tile)[at]);
      give(job, place, to - k * along_.inner, to);
    });
  }

  void key_line(const Job& job, int64_t line, std::byte* slot) const {
    const int64_t start = along_.start(line), inner = along_.inner;
    Bits* keys = reinterpret_cast<Bits*>(slot);
    each_of_line(
        [&](int64_t k) { keys[k] = SortKey<T>::template encode<false>(job.x[start + k * inner]); });
    const Bits* sorted = radix(keys, slot);
    each_of_line([&](int64_t k) { job.values[start + k * inner] = SortKey<T>::decode(sorted[k]); });
  }
  void placed_line(const Job& job, int64_t line, std::byte* slot) const {
    const int64_t start = along_.start(line), inner = along_.inner;
    Placed* items = reinterpret_cast<Placed*>(slot);
    each_of_line([&](int64_t k) {
      items[k] = Placed(SortKey<T>::template encode<true>(job.x[start + k * inner]),
                        static_cast<uint32_t>(k));
    });
    const Placed* sorted = radix(items, slot);
    each_of_line([&](int64_t k) { give(job, sorted[k].place(), start, start + k * inner); });
  }
  template <class Item>
  Item* radix(Item* items, std::byte* slot) const {
    return radix_sort(items, reinterpret_cast<Item*>(slot + items_bytes_), along_.size,
                      reinterpret_cast<DigitCounts*>(slot + 2 * items_bytes_), blocks_);
  }
  template <class F>
  void each_of_line(const F& f) const {
    parallel_for(along_.size, kBlock, [&](int64_t begin, int64_t end) {
      for (int64_t k = begin; k < end; ++k) f(k);
    });
  }

  void give(const Job& job, uint32_t place, int64_t start, int64_t to) const {
    job.places[to] = static_cast<int32_t>(place);
    if (job.values) job.values[to] = job.x[start + place * along_.inner];
  }

  reference::AlongAxis along_;
  bool values_, places_, side_by_side_ = false;
  int64_t units_ = 0, slots_ = 1, blocks_ = 1;
  size_t items_bytes_ = 0, slot_bytes_ = 0;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return dispatch(args.in[0].dtype,
                  [&]<class T>(T) -> Ref<PreparedKernel> { return make_ref<SortKernel<T>>(args); });
}

}  // namespace

extern constinit const Kernel sort_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
