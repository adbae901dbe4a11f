#pragma once

#include <cstddef>
#include <vector>

#include "framework/backends/cpu/simd/transpose_tile.h"
#include "framework/tensor/shape.h"

namespace cornu::cpu::simd {

/// Copies a box of elements to a place where its axes lie otherwise: what transposing, slicing,
/// joining, taking apart and padding are made of. Elements are 1, 2, 4 or 8 bytes.
class StridedCopy {
 public:
  /// An axis of the box and how far its neighbours lie apart, in elements; `to` is positive.
  struct Axis {
    int64_t size, from, to;
  };

  StridedCopy() = default;  ///< of nothing
  StridedCopy(std::vector<Axis> axes, size_t element_size);

  /// Copies on the team's threads. The first element of the box is at `from` and at `to`.
  void run(const void* from, void* to) const;

  /// Moves `count` steps of the innermost axis.
  using Move = void (*)(const StridedCopy& copy, const std::byte* from, std::byte* to,
                        int64_t count);

 private:
  template <class T>
  static void move_elements(const StridedCopy&, const std::byte*, std::byte*, int64_t);
  template <class T>
  static void move_same(const StridedCopy&, const std::byte*, std::byte*, int64_t);
  template <class T>
  static void move_reversed(const StridedCopy&, const std::byte*, std::byte*, int64_t);
  template <class T>
  static void move_tile(const StridedCopy&, const std::byte*, std::byte*, int64_t);
  static void move_row(const StridedCopy&, const std::byte*, std::byte*, int64_t);
  template <class T>
  void choose();
  void walk(const std::byte* from, std::byte* to, int64_t begin, int64_t end) const;

  static constexpr size_t kMostAxes = 16;

  std::vector<Axis> outer_;  // strides in bytes from here on, outermost first
  Axis inner_ = {};          // neighbours in the target
  Axis across_ = {};         // of tiles: neighbours in the source
  size_t element_ = 1;
  Move move_ = nullptr;
  TransposeTile tile_ = nullptr;
  int64_t piece_ = 1, pieces_ = 0;  // the inner axis is cut into pieces for threads
  int64_t units_ = 0, chunk_ = 1;
};

/// The axes of a dense box [outer, middle, inner] that lies in wider rows on both sides: `outer`
/// rows of `row` elements, `from` and `to` apart.
std::vector<StridedCopy::Axis> rows_of(int64_t outer, int64_t row, int64_t from, int64_t to);

}  // namespace cornu::cpu::simd
