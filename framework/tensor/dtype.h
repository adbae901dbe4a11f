#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "framework/base/error.h"
#include "framework/tensor/half.h"

namespace cornu {

/// Element types. In text: `f32`; in Keras's words: `float32`.
enum class DType : uint8_t { boolean, u8, u16, u32, u64, i8, i16, i32, i64, f16, bf16, f32, f64 };
inline constexpr int kDTypeCount = 13;

size_t size_of(DType dtype);
std::string_view short_name(DType dtype);  ///< "f32"
std::string_view keras_name(DType dtype);  ///< "float32"
/// From either spelling; DTypeError with the nearest name otherwise.
DType dtype_from_name(std::string_view name);

inline void append(std::string& out, DType dtype) { out += short_name(dtype); }

constexpr bool is_floating(DType dtype) { return dtype >= DType::f16; }
constexpr bool is_signed_integer(DType dtype) { return dtype >= DType::i8 && dtype <= DType::i64; }
constexpr bool is_unsigned_integer(DType dtype) {
  return dtype >= DType::u8 && dtype <= DType::u64;
}
constexpr bool is_integer(DType dtype) { return dtype >= DType::u8 && dtype <= DType::i64; }

/// Keras's `result_type` of two element types.
DType promote(DType a, DType b);
/// What a C++ number becomes beside a tensor of `dtype`: it does not widen it, but a real number
/// turns integers into floatx.
enum class WeakKind : uint8_t { boolean, integer, floating };
DType promote_weak(DType dtype, WeakKind weak);
/// The type of a real-valued function of `dtype`: itself where floating, else float32.
constexpr DType to_floating(DType dtype) { return is_floating(dtype) ? dtype : DType::f32; }

template <class T>
constexpr DType dtype_of();
// clang-format off
template <> constexpr DType dtype_of<bool>() { return DType::boolean; }
template <> constexpr DType dtype_of<uint8_t>() { return DType::u8; }
template <> constexpr DType dtype_of<uint16_t>() { return DType::u16; }
template <> constexpr DType dtype_of<uint32_t>() { return DType::u32; }
template <> constexpr DType dtype_of<uint64_t>() { return DType::u64; }
template <> constexpr DType dtype_of<int8_t>() { return DType::i8; }
template <> constexpr DType dtype_of<int16_t>() { return DType::i16; }
template <> constexpr DType dtype_of<int32_t>() { return DType::i32; }
template <> constexpr DType dtype_of<int64_t>() { return DType::i64; }
template <> constexpr DType dtype_of<long long>() { return DType::i64; }
template <> constexpr DType dtype_of<f16>() { return DType::f16; }
template <> constexpr DType dtype_of<bf16>() { return DType::bf16; }
template <> constexpr DType dtype_of<float>() { return DType::f32; }
template <> constexpr DType dtype_of<double>() { return DType::f64; }
// clang-format on

/// Calls `f(T{})` with the C++ type of `dtype`.
template <class F>
decltype(auto) dispatch(DType dtype, F&& f) {
  switch (dtype) {
    case DType::boolean:
      return f(bool{});
    case DType::u8:
      return f(uint8_t{});
    case DType::u16:
      return f(uint16_t{});
    case DType::u32:
      return f(uint32_t{});
    case DType::u64:
      return f(uint64_t{});
    case DType::i8:
      return f(int8_t{});
    case DType::i16:
      return f(int16_t{});
    case DType::i32:
      return f(int32_t{});
    case DType::i64:
      return f(int64_t{});
    case DType::f16:
      return f(f16{});
    case DType::bf16:
      return f(bf16{});
    case DType::f32:
      return f(float{});
    case DType::f64:
      return f(double{});
  }
  fail<InternalError>("unknown dtype code ", static_cast<int>(dtype));
}

}  // namespace cornu
