#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "framework/backends/reference/special.h"
#include "framework/tensor/half.h"

/// The scalar functions that the rows of unary.def and binary.def are written in, for any T.
namespace cornu::reference {

/// The type that T is computed in: halves in float.
template <class T>
using Compute = std::conditional_t<std::is_same_v<T, f16> || std::is_same_v<T, bf16>, float, T>;

#define CORNU_REAL(name)                                        \
  template <class T>                                            \
  T name(T x) {                                                 \
    if constexpr (std::is_floating_point_v<T>)                  \
      return std::name(x);                                      \
    else                                                        \
      return static_cast<T>(std::name(static_cast<double>(x))); \
  }
CORNU_REAL(acos)
CORNU_REAL(acosh)
CORNU_REAL(asin)
CORNU_REAL(asinh)
CORNU_REAL(atan)
CORNU_REAL(atanh)
CORNU_REAL(cbrt)
CORNU_REAL(cos)
CORNU_REAL(cosh)
CORNU_REAL(erf)
CORNU_REAL(erfc)
CORNU_REAL(exp)
CORNU_REAL(exp2)
CORNU_REAL(expm1)
CORNU_REAL(log)
CORNU_REAL(log10)
CORNU_REAL(log1p)
CORNU_REAL(log2)
CORNU_REAL(sin)
CORNU_REAL(sinh)
CORNU_REAL(sqrt)
CORNU_REAL(tan)
CORNU_REAL(tanh)
CORNU_REAL(ceil)
CORNU_REAL(floor)
#undef CORNU_REAL

template <class T>
T abs(T x) {
  if constexpr (std::is_unsigned_v<T>)
    return x;
  else
    return static_cast<T>(x < T(0) ? -x : (x == T(0) ? T(0) : x));
}
/// The absolute value, of the lowest integer too.
template <class T>
auto magnitude(T x) {
  using U = std::make_unsigned_t<T>;
  return static_cast<U>(x < T(0) ? U(0) - static_cast<U>(x) : static_cast<U>(x));
}
template <class T>
T round(T x) {
  if constexpr (std::is_floating_point_v<T>)
    return std::nearbyint(x);
  else
    return x;
}
template <class T>
T trunc(T x) {
  if constexpr (std::is_floating_point_v<T>)
    return std::trunc(x);
  else
    return x;
}
template <class T>
bool signbit(T x) {
  if constexpr (std::is_floating_point_v<T>)
    return std::signbit(x);
  else
    return x < T(0);
}
template <class T>
T sign(T x) {
  if constexpr (std::is_floating_point_v<T>)
    if (std::isnan(x)) return x;
  return static_cast<T>(static_cast<int>(T(0) < x) - static_cast<int>(x < T(0)));
}
template <class T>
bool isnan(T x) {
  if constexpr (std::is_floating_point_v<T>)
    return std::isnan(x);
  else
    return false;
}
template <class T>
bool isinf(T x) {
  if constexpr (std::is_floating_point_v<T>)
    return std::isinf(x);
  else
    return false;
}
template <class T>
bool isfinite(T x) {
  return !isnan(x) && !isinf(x);
}
template <class T>
bool logical_not(T x) {
  return x == T(0);
}
template <class T>
bool logical_and(T a, T b) {
  return a != T(0) && b != T(0);
}
template <class T>
bool logical_or(T a, T b) {
  return a != T(0) || b != T(0);
}
template <class T>
bool logical_xor(T a, T b) {
  return (a != T(0)) != (b != T(0));
}

template <class T>
T max(T a, T b) {
  if (isnan(a)) return a;
  return isnan(b) || b > a ? b : a;
}
template <class T>
T min(T a, T b) {
  if (isnan(a)) return a;
  return isnan(b) || b < a ? b : a;
}
/// NaN only where both are.
template <class T>
T fmax(T a, T b) {
  return isnan(a) ? b : (isnan(b) ? a : max(a, b));
}
template <class T>
T fmin(T a, T b) {
  return isnan(a) ? b : (isnan(b) ? a : min(a, b));
}
/// NaN of two infinities, as on TensorFlow.
template <class T>
T hypot(T a, T b) {
  const T larger = max(abs(a), abs(b)), smaller = min(abs(a), abs(b));
  const T ratio = larger == T(0) ? T(0) : smaller / larger;
  return larger * std::sqrt(T(1) + ratio * ratio);
}
template <class T>
T nextafter(T a, T b) {
  return std::nextafter(a, b);
}
template <class T>
T atan2(T a, T b) {
  return static_cast<T>(
      std::atan2(static_cast<std::conditional_t<std::is_same_v<T, float>, float, double>>(a),
                 static_cast<std::conditional_t<std::is_same_v<T, float>, float, double>>(b)));
}
template <class T>
T floor_divide(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    return std::floor(a / b);
  } else {
    if (b == T(0)) return T(0);  // as NumPy
    if constexpr (std::is_signed_v<T>)
      if (b == T(-1)) return static_cast<T>(T(0) - static_cast<std::make_unsigned_t<T>>(a));
    const T q = static_cast<T>(a / b);
    return static_cast<T>(q - ((a % b != 0 && ((a < 0) != (b < 0))) ? 1 : 0));
  }
}
template <class T>
T mod(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    const T r = std::fmod(a, b);
    return r != T(0) && ((r < T(0)) != (b < T(0))) ? r + b : r;
  } else {
    if (b == T(0) || b == static_cast<T>(-1))
      return b == T(0) || std::is_signed_v<T> ? T(0) : static_cast<T>(a % b);
    const T r = static_cast<T>(a % b);
    return static_cast<T>(r != 0 && ((r < 0) != (b < 0)) ? r + b : r);
  }
}
template <class T>
T fmod(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    return std::fmod(a, b);
  } else {
    if constexpr (std::is_signed_v<T>)
      if (b == T(-1)) return T(0);
    return b == T(0) ? T(0) : static_cast<T>(a % b);
  }
}
template <class T>
T gcd(T a, T b) {
  auto u = magnitude(a), v = magnitude(b);
  while (v != 0) u = std::exchange(v, static_cast<decltype(v)>(u % v));
  return static_cast<T>(u);
}
template <class T>
T lcm(T a, T b) {
  const auto divisor = magnitude(gcd(a, b));
  return divisor == 0 ? T(0) : static_cast<T>(magnitude(a) * (magnitude(b) / divisor));
}
/// By as many places as T has, or more, or fewer than none, all bits are lost, as in NumPy.
template <class T>
T shift_left(T a, T b) {
  if (b < T(0) || b >= T(sizeof(T) * 8)) return T(0);
  return static_cast<T>(static_cast<std::make_unsigned_t<T>>(a) << b);
}
template <class T>
T shift_right(T a, T b) {
  if (b < T(0) || b >= T(sizeof(T) * 8)) return static_cast<T>(a < T(0) ? -1 : 0);
  return static_cast<T>(a >> b);
}
template <class T>
T pow(T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    return std::pow(a, b);
  } else {
    if constexpr (std::is_signed_v<T>)
      if (b < T(0)) return a == T(1) ? T(1) : (a == T(-1) ? (b % 2 ? T(-1) : T(1)) : T(0));
    uint64_t result = 1, base = static_cast<uint64_t>(a);
    for (auto e = static_cast<uint64_t>(b); e > 0; e >>= 1, base *= base)
      if (e & 1) result *= base;
    return static_cast<T>(result);
  }
}
template <class C, class T>
T select(C c, T a, T b) {
  return c ? a : b;
}
template <class T>
T logistic(T x) {
  return T(1) / (T(1) + exp(-x));
}

}  // namespace cornu::reference
