#pragma once

#include "framework/tensor/spec.h"

namespace cornu::reference {

/// A tensor seen as `outer` rows, each of the elements from one axis on: how concatenation and
/// splitting copy.
struct Rows {
  Rows(const Spec& spec, int64_t axis)
      : outer(static_cast<size_t>(spec.shape.sub(0, axis).elements())),
        bytes(static_cast<size_t>(spec.shape.sub(axis).elements()) * size_of(spec.dtype)) {}

  size_t outer;
  size_t bytes;  ///< Of one row.
};

}  // namespace cornu::reference
