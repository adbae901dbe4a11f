#pragma once

#include <type_traits>

#include "framework/backends/reference/arithmetic.h"
#include "framework/tensor/spec.h"

namespace cornu::reference {

/// One element of `data`, whatever its dtype, as C.
template <class C>
C load(DType dtype, const void* data, int64_t i) {
  return dispatch(dtype, [&]<class T>(T) {
    return static_cast<C>(static_cast<Compute<T>>(static_cast<const T*>(data)[i]));
  });
}

/// Stores a C as an element of any dtype; halves are rounded once, from float.
template <class C>
void store(DType dtype, void* data, int64_t i, C value) {
  dispatch(dtype, [&]<class T>(T) {
    if constexpr (std::is_same_v<T, bool>)
      static_cast<T*>(data)[i] = value != C(0);
    else
      static_cast<T*>(data)[i] = T(static_cast<Compute<T>>(value));
  });
}

/// Calls `f(C{})` with the type that a dtype's arithmetic is done in: float for halves, 64-bit
/// integers for integers (overflow wraps the same when the result is cut).
template <class F>
void with_compute(DType dtype, F&& f) {
  if (dtype == DType::f64)
    f(double{});
  else if (is_floating(dtype))
    f(float{});
  else if (is_unsigned_integer(dtype))
    f(uint64_t{});
  else
    f(int64_t{});
}

/// Walks all indices of a shape in row-major order.
class Odometer {
 public:
  explicit Odometer(const Shape& shape)
      : shape_(shape), index_(static_cast<size_t>(shape.ndim()), 0) {}
  int64_t operator[](int64_t axis) const { return index_[static_cast<size_t>(axis)]; }
  void next() {
    for (int64_t axis = shape_.ndim() - 1; axis >= 0; --axis) {
      if (++index_[static_cast<size_t>(axis)] < shape_[axis]) return;
      index_[static_cast<size_t>(axis)] = 0;
    }
  }
  /// Position of this index in an operand of `shape` that is broadcast to the walked one.
  int64_t offset_in(const Shape& shape) const {
    int64_t position = 0;
    const int64_t added = shape_.ndim() - shape.ndim();
    for (int64_t axis = 0; axis < shape.ndim(); ++axis)
      position = position * shape[axis] + (shape[axis] == 1 ? 0 : (*this)[axis + added]);
    return position;
  }

 private:
  const Shape& shape_;
  SmallVector<int64_t, 6> index_;
};

}  // namespace cornu::reference
