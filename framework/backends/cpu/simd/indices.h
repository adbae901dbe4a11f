#pragma once

#include <atomic>

#include "framework/backends/reference/indices.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

/// Calls `f(data)` with an operand's indices as what they are; integers of all kinds.
template <class F>
void with_indices(DType dtype, const void* data, const F& f) {
  dispatch(dtype, [&]<class I>(I) {
    if constexpr (std::is_integral_v<I> && !std::is_same_v<I, bool>) f(static_cast<const I*>(data));
  });
}

/// A negative index counts from the end; one out of range stays outside [0, size).
template <class I>
int64_t from_start(I index, int64_t size) {
  const auto at = static_cast<int64_t>(index);
  if constexpr (std::is_signed_v<I>) return at + (at < 0 ? size : 0);
  return at;
}
inline bool inside(int64_t at, int64_t size) {
  return static_cast<uint64_t>(at) < static_cast<uint64_t>(size);
}

/// Calls `f(indices, outside)` with an operand's indices; its threads set `outside` where they
/// leave one out that is out of range for `axis` of `x`, since they must not throw. ValueError
/// then.
template <class F>
void with_checked_indices(std::string_view op, const Spec& indices, const void* data, const Spec& x,
                          int64_t axis, const F& f) {
  std::atomic<bool> outside = false;
  with_indices(indices.dtype, data, [&](const auto* index) { f(index, outside); });
  if (!outside) return;
  for (int64_t i = 0; i < indices.shape.elements(); ++i)
    reference::index_at(op, indices.dtype, data, i, x, axis);
}

}  // namespace cornu::cpu::simd
