#pragma once

#include <string_view>

#include "framework/backends/reference/element.h"
#include "framework/base/error.h"

namespace cornu::reference {

/// Index `i` of an operand as one in [0, size of `axis`); ValueError where it is out of range.
inline int64_t index_at(std::string_view op, DType dtype, const void* indices, int64_t i,
                        const Spec& x, int64_t axis) {
  const int64_t size = x.shape[axis];
  const auto index = load<int64_t>(dtype, indices, i);
  if (index >= 0 && index < size) return index;
  if (index < 0 && index >= -size && !is_unsigned_integer(dtype)) return index + size;
  fail<ValueError>(op, ": index ", index, " is out of range for axis ", axis, " of ", x, ".");
}

}  // namespace cornu::reference
