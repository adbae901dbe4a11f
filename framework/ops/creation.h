#pragma once

#include <type_traits>
#include <vector>

#include "framework/ops/operand.h"
#include "framework/runtime/process.h"

namespace cornu {

/// A tensor without axes.
Tensor scalar(double value, DType dtype, Device device = default_device());
Tensor scalar(int64_t value, DType dtype, Device device = default_device());

Tensor zeros(const Shape& shape, DType dtype = DType::f32);
Tensor ones(const Shape& shape, DType dtype = DType::f32);
Tensor full(const Shape& shape, const Operand& value, DType dtype = DType::f32);
/// A tensor of zeros (or ones) of this one's shape, dtype and device.
Tensor zeros_like(const Tensor& x);
Tensor ones_like(const Tensor& x);

/// Copies elements of the host.
Tensor from_buffer(const void* data, const Shape& shape, DType dtype,
                   Device device = default_device());
/// The same elements on another device; the tensor itself where they are there already. Not in a
/// graph, and not differentiable: a ValueError where x is traced.
Tensor to_device(const Tensor& x, Device device);
/// Borrows them: they must outlive the tensor and stay as they are.
Tensor from_buffer_unowned(void* data, const Shape& shape, DType dtype);

/// What braces of T make: float and int keep their type, double becomes float32 (floatx).
template <class T>
constexpr DType literal_dtype() {
  return std::is_same_v<T, double> ? DType::f32 : dtype_of<T>();
}

namespace detail {
Tensor from_literals(const double* values, const Shape& shape, DType dtype);
Tensor from_integers(const int64_t* values, const Shape& shape, DType dtype);
[[noreturn]] void fail_ragged();

template <class T>
Tensor from_values(const std::vector<T>& values, const Shape& shape) {
  if constexpr (std::is_floating_point_v<T>) {
    const std::vector<double> wide(values.begin(), values.end());
    return from_literals(wide.data(), shape, literal_dtype<T>());
  } else {
    const std::vector<int64_t> wide(values.begin(), values.end());
    return from_integers(wide.data(), shape, literal_dtype<T>());
  }
}
}  // namespace detail

template <class T>
concept Number = std::is_arithmetic_v<T>;

/// `constant(2.0f)`, `constant({1, 2})`, `constant({{1, 2}, {3, 4}})`, up to four levels.
template <Number T>
Tensor constant(T value) {
  return detail::from_values<T>({value}, {});
}
template <Number T>
Tensor constant(std::initializer_list<T> values) {
  return detail::from_values<T>(values, {static_cast<int64_t>(values.size())});
}
template <Number T>
Tensor constant(std::initializer_list<std::initializer_list<T>> rows) {
  std::vector<T> flat;
  for (const auto& row : rows) {
    if (row.size() != rows.begin()->size()) detail::fail_ragged();
    flat.insert(flat.end(), row.begin(), row.end());
  }
  return detail::from_values<T>(
      flat, {static_cast<int64_t>(rows.size()), static_cast<int64_t>(rows.begin()->size())});
}
template <Number T>
Tensor constant(std::initializer_list<std::initializer_list<std::initializer_list<T>>> planes) {
  std::vector<T> flat;
  const auto& first = *planes.begin();
  for (const auto& rows : planes) {
    if (rows.size() != first.size()) detail::fail_ragged();
    for (const auto& row : rows) {
      if (row.size() != first.begin()->size()) detail::fail_ragged();
      flat.insert(flat.end(), row.begin(), row.end());
    }
  }
  return detail::from_values<T>(
      flat, {static_cast<int64_t>(planes.size()), static_cast<int64_t>(first.size()),
             static_cast<int64_t>(first.begin()->size())});
}
/// The vector's own dtype: `vector<double>` gives float64.
template <class T>
Tensor constant(const std::vector<T>& values) {
  return from_buffer(values.data(), {static_cast<int64_t>(values.size())}, dtype_of<T>());
}
/// One value in every place: `constant(3, {2, 3})`.
template <Number T>
Tensor constant(T value, const Shape& shape) {
  return full(shape, value, literal_dtype<T>());
}

}  // namespace cornu
