#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>

#include "framework/backends/reference/remainders.h"
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
template <class C, class T>
T select(C c, T a, T b) {
  return c ? a : b;
}
template <class T>
T logistic(T x) {
  return T(1) / (T(1) + exp(-x));
}

}  // namespace cornu::reference
