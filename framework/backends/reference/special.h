#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

/// Special functions that <cmath> lacks, or has only where it pleases.
namespace cornu::reference {

/// A rough value, then two steps of Halley's method, each of which triples the digits.
inline double inverse_erf(double x) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity(), kPi = std::numbers::pi;
  const double a = std::fabs(x);
  if (!(a < 1))
    return a == 1 ? std::copysign(kInfinity, x) : std::numeric_limits<double>::quiet_NaN();
  double y = std::sqrt(kPi) / 2 * (a + kPi / 12 * a * a * a);
  if (a > 0.25) {
    const double log = std::log((1 - a) * (1 + a)), middle = 2 / (kPi * 0.147) + log / 2;
    y = std::sqrt(std::sqrt(middle * middle - log / 0.147) - middle);
  }
  for (int step = 0; step < 2; ++step) {
    const double off = a > 0.5 ? (1 - a) - std::erfc(y) : std::erf(y) - a;
    const double newton = off * std::sqrt(kPi) / 2 * std::exp(y * y);
    y -= newton / (1 + newton * y);
  }
  return std::copysign(y, x);
}

/// The modified Bessel function of the first kind: its power series, whose terms are all positive,
/// and where x is large the asymptotic one. Wide where the machine can: roundings add up.
inline double bessel_i(int order, double x) {
  if (!std::isfinite(x)) return std::numeric_limits<double>::quiet_NaN();  // as TensorFlow
  using Wide = long double;
  const Wide a = std::fabs(x), sign = order == 1 ? std::copysign(Wide(1), x) : 1;
  Wide term = 1, sum = 1;
  if (a < 22) {
    for (int k = 1; term > sum * 1e-17L; ++k) sum += term *= a * a / 4 / (k * (k + order));
    return static_cast<double>(sign * sum * (order == 1 ? a / 2 : 1));
  }
  for (int k = 1; k < 40 && std::fabs(term) > 1e-17L; ++k)
    sum += term *= (Wide((2 * k - 1) * (2 * k - 1)) - 4 * order) / (8 * a * k);
  const Wide half = std::exp(a / 2);  // its square may be too large where the whole is not
  return static_cast<double>(sign * (half / std::sqrt(2 * std::numbers::pi_v<Wide> * a) * sum) *
                             half);
}

template <class T>
T erfinv(T x) {
  return static_cast<T>(inverse_erf(static_cast<double>(x)));
}
template <class T>
T cyl_bessel_i0(T x) {
  return static_cast<T>(bessel_i(0, static_cast<double>(x)));
}
template <class T>
T cyl_bessel_i1(T x) {
  return static_cast<T>(bessel_i(1, static_cast<double>(x)));
}

}  // namespace cornu::reference
