#pragma once

#include <atomic>

#include "framework/backends/reference/indices.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

inline constexpr int64_t kIndexChunk = 32 << 10;

/// Calls `f(data)` with an operand's indices as what they are; integers of all kinds.
template <class F>
void with_indices(DType dtype, const void* data, const F& f) {
  dispatch(dtype, [&]<class I>(I) {
    if constexpr (std::is_integral_v<I> && !std::is_same_v<I, bool>) f(static_cast<const I*>(data));
  });
}

/// ValueError where one of an operand's indices is out of range for `axis` of `x`. Kernels call it
/// before their threads start, which must not throw.
inline void check_indices(std::string_view op, const Spec& indices, const void* data, const Spec& x,
                          int64_t axis) {
  const int64_t count = indices.shape.elements(), size = x.shape[axis];
  std::atomic<bool> wrong = false;
  with_indices(indices.dtype, data, [&](const auto* index) {
    parallel_for(count, kIndexChunk, [&](int64_t begin, int64_t end) {
      auto lowest = index[begin], highest = index[begin];
      for (int64_t i = begin; i < end; ++i) {
        lowest = index[i] < lowest ? index[i] : lowest;
        highest = index[i] > highest ? index[i] : highest;
      }
      const auto last = static_cast<int64_t>(highest);  // of u64 beyond that: negative
      if (last >= size || static_cast<int64_t>(lowest) < -size || (highest > 0 && last < 0))
        wrong = true;
    });
  });
  for (int64_t i = 0; wrong && i < count; ++i)
    reference::index_at(op, indices.dtype, data, i, x, axis);
}

/// A checked index as one from the start.
template <class I>
int64_t from_start(I index, int64_t size) {
  const auto at = static_cast<int64_t>(index);
  if constexpr (std::is_signed_v<I>) return at + (at < 0 ? size : 0);
  return at;
}

}  // namespace cornu::cpu::simd
