#pragma once

#include "framework/tensor/spec.h"

namespace cornu::reference {

/// A tensor as `outer` blocks of `size` elements along an axis, `inner` apart. Line i of the
/// outer · inner that run along the axis starts at `start(i)`.
struct AlongAxis {
  AlongAxis(std::string_view op, const Shape& shape, int64_t given) {
    const int64_t axis = normalize_axis(op, given, shape.ndim());
    size = shape[axis];
    inner = shape.sub(axis + 1).elements();
    lines = shape.sub(0, axis).elements() * inner;
  }
  int64_t start(int64_t line) const {
    return inner == 1 ? line * size : line / inner * size * inner + line % inner;
  }

  int64_t size, inner, lines;
};

}  // namespace cornu::reference
