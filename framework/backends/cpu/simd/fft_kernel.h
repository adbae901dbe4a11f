#pragma once

#include <algorithm>
#include <vector>

#include "framework/backends/cpu/simd/fft_plan.h"
#include "framework/backends/cpu/simd/transpose_tile.h"
#include "framework/backends/reference/along_axis.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

static_assert(kFftWidth == kTile);

template <class T>
struct Planes {
  T *r, *i;
};

/// Long lines along the last axis are transformed one by one, others kFftWidth side by side, in the
/// elements of vectors. Each slot of the workspace serves one thread.
template <class T>
class FftKernel : public PreparedKernel {
 protected:
  /// Transforms of `size` complex numbers for each line.
  FftKernel(const reference::AlongAxis& along, int64_t size)
      : FftKernel(along, size, along.lines < num_threads() && size >= kLong ? num_threads() : 1) {}

 private:
  FftKernel(const reference::AlongAxis& along, int64_t size, int64_t threads)
      : lines_(along.lines),
        inner_(along.inner),
        width_(along.inner == 1 && FftPlan<T>::suits_one_line(size, along.lines) ? 1 : kFftWidth),
        plan_(size, width_, threads),
        transpose_(transpose_tile(sizeof(T))) {
    units_ = (lines_ + width_ - 1) / width_;
    const int64_t cost = std::max<int64_t>(1, size * width_ * 4);
    const int64_t least = std::max<int64_t>(1, kWork / cost);  // units worth a thread
    slots_ = threads > 1 ? 1 : std::clamp<int64_t>(units_ / least, 1, num_threads());
  }

 protected:
  /// Reserves planes of that many rows in each slot and says where they will lie.
  int64_t reserve(int64_t rows) {
    const int64_t at = slot_elements_;
    slot_elements_ += 2 * padded(rows * width_);
    workspace_bytes = static_cast<size_t>(slot_elements_ * slots_) * sizeof(T);
    return at;
  }
  Planes<T> planes(T* slot, int64_t at, int64_t rows) const {
    return {slot + at, slot + at + padded(rows * width_)};
  }
  int64_t reserve_scratch() {
    const int64_t at = slot_elements_;
    slot_elements_ += padded(plan_.scratch());
    workspace_bytes = static_cast<size_t>(slot_elements_ * slots_) * sizeof(T);
    return at;
  }
  static auto rows(T* plane) {
    return [plane](int64_t k) { return plane + k * kFftWidth; };
  }
  bool one_by_one() const { return width_ == 1; }

  /// Calls `f(first line, slot)` for each unit, on threads.
  template <class F>
  void each_unit(const Operands& operands, const F& f) const {
    parallel_for(slots_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t slot = begin; slot < end; ++slot)
        for (int64_t u = units_ * slot / slots_; u < units_ * (slot + 1) / slots_; ++u)
          f(u * width_, static_cast<T*>(operands.workspace) + slot * slot_elements_);
    });
  }

  /// Of kFftWidth lines from `first` on, which are `length` elements long, the first `size`:
  /// element k of all of them to row(k).
  template <class Row>
  void gather(const T* x, int64_t first, int64_t length, int64_t size, const Row& row) const {
    const int64_t count = std::min(kFftWidth, lines_ - first);
    int64_t k = 0;
    if (inner_ == 1 && count == kFftWidth)
      for (alignas(64) T tile[kTile][kTile]; k + kTile <= size; k += kTile) {
        transpose_(bytes(x + first * length + k), length * kSize, bytes(tile[0]), sizeof tile[0]);
        for (int64_t i = 0; i < kTile; ++i) std::copy_n(tile[i], kTile, row(k + i));
      }
    const Starts starts(*this, first, length, count);
    for (; k < size; ++k) {
      T* to = row(k);
      if (starts.beside)
        std::copy_n(x + starts[0] + k * inner_, count, to);
      else
        for (int64_t i = 0; i < count; ++i) to[i] = x[starts[i] + k * inner_];
      std::fill(to + count, to + kFftWidth, T{});
    }
  }
  template <class Row>
  void scatter(T* y, int64_t first, int64_t size, const Row& row) const {
    const int64_t count = std::min(kFftWidth, lines_ - first);
    int64_t k = 0;
    if (inner_ == 1 && count == kFftWidth)
      for (alignas(64) T tile[kTile][kTile]; k + kTile <= size; k += kTile) {
        for (int64_t i = 0; i < kTile; ++i) std::copy_n(row(k + i), kTile, tile[i]);
        transpose_(bytes(tile[0]), sizeof tile[0], bytes(y + first * size + k), size * kSize);
      }
    const Starts starts(*this, first, size, count);
    for (; k < size; ++k) {
      const T* from = row(k);
      if (starts.beside)
        std::copy_n(from, count, y + starts[0] + k * inner_);
      else
        for (int64_t i = 0; i < count; ++i) y[starts[i] + k * inner_] = from[i];
    }
  }

  static constexpr int64_t kWork = 64 << 10;
  static constexpr int64_t kLong = 32 << 10;  // numbers that several threads transform together
  static constexpr auto kSize = static_cast<int64_t>(sizeof(T));

  int64_t lines_, inner_, width_;
  FftPlan<T> plan_;
  const FftLoops<T>& loops_ = fft_loops<T>();

 private:
  /// Where lines start, and whether they lie side by side.
  struct Starts {
    Starts(const FftKernel& kernel, int64_t first, int64_t length, int64_t count) {
      for (int64_t i = 0; i < count; ++i) {
        const int64_t line = first + i, inner = kernel.inner_;
        at[i] = line / inner * length * inner + line % inner;
      }
      beside = kernel.inner_ > 1 && at[count - 1] - at[0] == count - 1;
    }
    int64_t operator[](int64_t i) const { return at[i]; }
    int64_t at[kFftWidth];
    bool beside;
  };

  static int64_t padded(int64_t elements) { return (elements + 15) / 16 * 16; }
  static const std::byte* bytes(const T* x) { return reinterpret_cast<const std::byte*>(x); }
  static std::byte* bytes(T* x) { return reinterpret_cast<std::byte*>(x); }

  TransposeTile transpose_;
  int64_t units_ = 0, slots_ = 1, slot_elements_ = 0;
};

}  // namespace cornu::cpu::simd
