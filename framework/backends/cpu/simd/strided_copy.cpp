#include "framework/backends/cpu/simd/strided_copy.h"

#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/transpose_tile.h"
#include "framework/base/error.h"
#include "framework/base/team.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kChunkBytes = 64 << 10;  // worth a thread

template <class T>
void move_one(const std::byte* from, std::byte* to) {
  T element;
  std::memcpy(&element, from, sizeof(T));
  std::memcpy(to, &element, sizeof(T));
}

}  // namespace

std::vector<StridedCopy::Axis> rows_of(int64_t outer, int64_t row, int64_t from, int64_t to) {
  return {{outer, from, to}, {row, 1, 1}};
}

StridedCopy::StridedCopy(std::vector<Axis> axes, size_t element_size) : element_(element_size) {
  for (const Axis& axis : axes)
    if (axis.size == 0) return;
  std::erase_if(axes, [](const Axis& axis) { return axis.size == 1; });
  std::sort(axes.begin(), axes.end(), [](const Axis& a, const Axis& b) { return a.to > b.to; });
  for (const Axis& axis : axes) {
    Axis* before = outer_.empty() ? nullptr : &outer_.back();
    if (before && before->from == axis.from * axis.size && before->to == axis.to * axis.size)
      *before = {before->size * axis.size, axis.from, axis.to};
    else
      outer_.push_back(axis);
  }
  if (outer_.empty()) outer_.push_back({1, 1, 1});
  CORNU_CHECK(outer_.size() <= kMostAxes, "a copy of ", outer_.size(), " axes");
  for (Axis& axis : outer_) {
    axis.from *= static_cast<int64_t>(element_);
    axis.to *= static_cast<int64_t>(element_);
  }
  inner_ = outer_.back();
  outer_.pop_back();
  // A few neighbours that stay together are one wide element.
  const auto together = [&] {
    const auto size = static_cast<int64_t>(element_);
    return inner_.from == size && inner_.to == size;
  };
  const size_t row = element_ * static_cast<size_t>(inner_.size);
  if (together() && !outer_.empty() && (row == 2 || row == 4 || row == 8)) {
    element_ = row;
    inner_ = outer_.back();
    outer_.pop_back();
  }
  if (together()) {
    move_ = move_row;
    piece_ = std::max<int64_t>(1, kChunkBytes / static_cast<int64_t>(element_));
  } else if (element_ == 1) {
    choose<uint8_t>();
  } else if (element_ == 2) {
    choose<uint16_t>();
  } else if (element_ == 4) {
    choose<uint32_t>();
  } else {
    choose<uint64_t>();
  }
  pieces_ = (inner_.size + piece_ - 1) / piece_;
  units_ = pieces_;
  for (const Axis& axis : outer_) units_ *= axis.size;
  const int64_t unit_bytes = std::min(piece_, inner_.size) * std::max<int64_t>(1, across_.size) *
                             static_cast<int64_t>(element_);
  chunk_ = std::max<int64_t>(1, kChunkBytes / unit_bytes);
}

template <class T>
void StridedCopy::choose() {
  const auto size = static_cast<int64_t>(element_);
  const auto neighbours = std::find_if(outer_.begin(), outer_.end(),
                                       [&](const Axis& axis) { return axis.from == size; });
  if (inner_.to == size && neighbours != outer_.end()) {
    across_ = *neighbours;
    outer_.erase(neighbours);
    move_ = move_tile<T>;
    piece_ = kTile;
    tile_ = transpose_tile(element_);
  } else {
    move_ = inner_.to != size      ? move_elements<T>
            : inner_.from == 0     ? move_same<T>
            : inner_.from == -size ? move_reversed<T>
                                   : move_elements<T>;
    piece_ = kChunkBytes / size;
  }
}

void StridedCopy::move_row(const StridedCopy& copy, const std::byte* from, std::byte* to,
                           int64_t count) {
  std::memcpy(to, from, static_cast<size_t>(count) * copy.element_);
}

template <class T>
void StridedCopy::move_elements(const StridedCopy& copy, const std::byte* from, std::byte* to,
                                int64_t count) {
  const int64_t step_from = copy.inner_.from, step_to = copy.inner_.to;
  for (int64_t i = 0; i < count; ++i) move_one<T>(from + i * step_from, to + i * step_to);
}

template <class T>
void StridedCopy::move_same(const StridedCopy&, const std::byte* from, std::byte* to,
                            int64_t count) {
  T element;
  std::memcpy(&element, from, sizeof(T));
  for (int64_t i = 0; i < count; ++i)
    std::memcpy(to + i * static_cast<int64_t>(sizeof(T)), &element, sizeof(T));
}

template <class T>
void StridedCopy::move_reversed(const StridedCopy&, const std::byte* from, std::byte* to,
                                int64_t count) {
  constexpr auto size = static_cast<int64_t>(sizeof(T));
  for (int64_t i = 0; i < count; ++i) move_one<T>(from - i * size, to + i * size);
}

/// Elements that are neighbours in the target lie far apart in the source: a tile reads whole cache
/// lines of one and writes whole lines of the other.
template <class T>
void StridedCopy::move_tile(const StridedCopy& copy, const std::byte* from, std::byte* to,
                            int64_t count) {
  constexpr auto size = static_cast<int64_t>(sizeof(T));
  const int64_t step_from = copy.inner_.from, step_to = copy.across_.to;
  const int64_t whole = copy.across_.size - copy.across_.size % kTile;
  int64_t j = 0;
  if (count == kTile)
    for (; j < whole; j += kTile) copy.tile_(from + j * size, step_from, to + j * step_to, step_to);
  for (; j < copy.across_.size; ++j)
    for (int64_t i = 0; i < count; ++i)
      move_one<T>(from + i * step_from + j * size, to + j * step_to + i * size);
}

void StridedCopy::walk(const std::byte* from, std::byte* to, int64_t begin, int64_t end) const {
  int64_t index[kMostAxes];
  int64_t rest = begin / pieces_;
  for (size_t axis = outer_.size(); axis-- > 0; rest /= outer_[axis].size) {
    index[axis] = rest % outer_[axis].size;
    from += index[axis] * outer_[axis].from;
    to += index[axis] * outer_[axis].to;
  }
  int64_t piece = begin % pieces_;
  for (int64_t unit = begin; unit < end; ++unit) {
    const int64_t first = piece * piece_;
    move_(*this, from + first * inner_.from, to + first * inner_.to,
          std::min(piece_, inner_.size - first));
    if (++piece < pieces_) continue;
    piece = 0;
    for (size_t axis = outer_.size(); axis-- > 0;) {
      from += outer_[axis].from;
      to += outer_[axis].to;
      if (++index[axis] < outer_[axis].size) break;
      from -= index[axis] * outer_[axis].from;
      to -= index[axis] * outer_[axis].to;
      index[axis] = 0;
    }
  }
}

void StridedCopy::run(const void* from, void* to) const {
  parallel_for(units_, chunk_, [&](int64_t begin, int64_t end) {
    walk(static_cast<const std::byte*>(from), static_cast<std::byte*>(to), begin, end);
  });
}

}  // namespace cornu::cpu::simd
