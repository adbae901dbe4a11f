#pragma once

#include <cmath>
#include <cstdint>
#include <type_traits>
#include <utility>

/// Quotients and remainders, common divisors, shifts and powers of any T.
namespace cornu::reference {

/// The absolute value, of the lowest integer too.
template <class T>
auto magnitude(T x) {
  using U = std::make_unsigned_t<T>;
  return static_cast<U>(x < T(0) ? U(0) - static_cast<U>(x) : static_cast<U>(x));
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
}  // namespace cornu::reference
