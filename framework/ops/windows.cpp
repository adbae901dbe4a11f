#include "framework/ops/windows.h"

#include <cmath>
#include <functional>
#include <numbers>

#include "framework/base/error.h"
#include "framework/ops/creation.h"

namespace cornu::ops {

namespace {

/// `weight` of each place, which goes from 0 at one end to 1 at the other.
Tensor window(std::string_view op, int64_t n, const std::function<double(double)>& weight) {
  if (n < 0) fail<ValueError>(op, ": the number of places is ", n, "; it must not be negative.");
  std::vector<double> values(static_cast<size_t>(n), 1);
  if (n > 1)
    for (size_t i = 0; i < values.size(); ++i)
      values[i] = weight(static_cast<double>(i) / static_cast<double>(n - 1));
  return detail::from_literals(values.data(), {n}, DType::f32);
}

double wave(double turns) { return std::cos(2 * std::numbers::pi * turns); }

}  // namespace

Tensor bartlett(int64_t n) {
  return window("bartlett", n, [](double at) { return 1 - std::fabs(2 * at - 1); });
}

Tensor blackman(int64_t n) {
  return window("blackman", n,
                [](double at) { return 0.42 - 0.5 * wave(at) + 0.08 * wave(2 * at); });
}

Tensor hamming(int64_t n) {
  return window("hamming", n, [](double at) { return 0.54 - 0.46 * wave(at); });
}

Tensor hanning(int64_t n) {
  return window("hanning", n, [](double at) { return 0.5 - 0.5 * wave(at); });
}

Tensor kaiser(int64_t n, double beta) {
  return window("kaiser", n, [beta](double at) {
    const double side = 2 * at - 1;
    return std::cyl_bessel_i(0.0, beta * std::sqrt(std::fmax(0.0, 1 - side * side))) /
           std::cyl_bessel_i(0.0, beta);
  });
}

}  // namespace cornu::ops
