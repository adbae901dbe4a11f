#pragma once

#include <limits>

#include "framework/backends/reference/element.h"
#include "framework/base/error.h"
#include "framework/ops/segment_reduce.h"

namespace cornu::reference {

/// What a segment without rows has: as in TensorFlow, the lowest or highest finite number of its
/// type for extremes.
template <class T>
Compute<T> segment_start(SegmentReduction reduction) {
  using C = Compute<T>;
  if (reduction == SegmentReduction::sum) return C(0);
  if (reduction == SegmentReduction::prod) return C(1);
  C highest = std::numeric_limits<C>::max(), lowest = std::numeric_limits<C>::lowest();
  if constexpr (std::is_same_v<T, f16>) highest = 65504, lowest = -65504;
  if constexpr (std::is_same_v<T, bf16>) highest = 0x1.FEp127f, lowest = -0x1.FEp127f;
  return reduction == SegmentReduction::max ? lowest : highest;
}

/// Integers wrap, which signed ones may not.
template <class C>
C combined(SegmentReduction reduction, C a, C b) {
  if (reduction == SegmentReduction::max) return max(a, b);
  if (reduction == SegmentReduction::min) return min(a, b);
  if constexpr (std::is_integral_v<C>) {
    const auto x = static_cast<uint64_t>(a), y = static_cast<uint64_t>(b);
    return static_cast<C>(reduction == SegmentReduction::sum ? x + y : x * y);
  } else {
    return reduction == SegmentReduction::sum ? a + b : a * b;
  }
}

/// Row i's segment; negative: none. ValueError where there is no such segment.
inline int64_t segment_at(DType dtype, const void* ids, int64_t i, int64_t segments) {
  const auto id = load<int64_t>(dtype, ids, i);
  if (id < segments) return id;
  fail<ValueError>("segment_reduce: id ", id, " is out of range: there are ", segments,
                   " segments.");
}

}  // namespace cornu::reference
