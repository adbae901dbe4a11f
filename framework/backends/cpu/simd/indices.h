#pragma once

#include "framework/backends/reference/indices.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

/// Bytes that `checked_indices` needs.
inline size_t index_bytes(const Spec& indices) {
  return static_cast<size_t>(indices.shape.elements()) * sizeof(int64_t);
}

/// Writes an operand's indices as ones in [0, size of `axis` of `x`) to the start of the workspace;
/// ValueError where one is out of range. Kernels call it before their threads start, which must not
/// throw.
inline const int64_t* checked_indices(std::string_view op, const Spec& indices, const void* data,
                                      const Spec& x, int64_t axis, void* workspace) {
  auto* checked = static_cast<int64_t*>(workspace);
  const int64_t count = indices.shape.elements();
  for (int64_t i = 0; i < count; ++i)
    checked[i] = reference::index_at(op, indices.dtype, data, i, x, axis);
  return checked;
}

}  // namespace cornu::cpu::simd
