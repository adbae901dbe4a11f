#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "framework/ops/elementwise.h"
#include "framework/ops/ops.h"
#include "framework/runtime/apply.h"
#include "framework/runtime/backend.h"
#include "tests/support/program.h"

namespace cornu {
namespace {

using Real = long double;

/// Units in the last place between a number and the true value. Denormals may count as zero.
template <class T>
double ulps(T got, Real truth) {
  if (std::isnan(truth)) return std::isnan(got) ? 0 : 1e9;
  const T nearest = static_cast<T>(truth), least = std::numeric_limits<T>::min();
  if (got == nearest) return 0;
  if (std::fabs(nearest) < least && std::fabs(got) < least * T(1.02)) return 0;
  if (!std::isfinite(nearest) || !std::isfinite(got)) return 1e9;
  const T size = std::fabs(nearest);
  const Real spacing = static_cast<Real>(std::nextafter(size, std::numeric_limits<T>::infinity())) -
                       static_cast<Real>(size);
  return static_cast<double>(std::fabs(static_cast<Real>(got) - truth) / spacing);
}

struct Function {
  int row;
  Real (*truth)(Real);
  double f32, f64;  // the most units
};

Real sigmoid(Real x) { return 1 / (1 + std::exp(-x)); }
Real softplus(Real x) { return std::max(x, Real(0)) + std::log1p(std::exp(-std::fabs(x))); }

const Function kFunctions[] = {
    {row_arccos, std::acos, 1.5, 1.5},
    {row_arccosh, std::acosh, 3, 3},
    {row_arcsin, std::asin, 2.5, 2.5},
    {row_arcsinh, std::asinh, 3, 3},
    {row_arctan, std::atan, 3, 2.5},
    {row_arctanh, std::atanh, 3.5, 3},
    {row_cbrt, std::cbrt, 1, 1},
    {row_cos, std::cos, 2.5, 3},
    {row_cosh, std::cosh, 2.5, 2},
    {row_erf, std::erf, 2, 2},
    {row_erfc, std::erfc, 4, 5},
    {row_exp, std::exp, 1.5, 1.5},
    {row_exp2, std::exp2, 1.5, 1.5},
    {row_expm1, std::expm1, 2, 4},
    {row_log, std::log, 1, 1},
    {row_log10, std::log10, 2, 2},
    {row_log1p, std::log1p, 2.5, 2.5},
    {row_log2, std::log2, 2, 2},
    {row_log_sigmoid, [](Real x) { return -softplus(-x); }, 3, 3},
    {row_sigmoid, sigmoid, 2, 2},
    {row_sin, std::sin, 2.5, 3},
    {row_sinh, std::sinh, 2.5, 4},
    {row_softplus, softplus, 3, 3},
    {row_sqrt, std::sqrt, 0.5, 0.5},
    {row_tan, std::tan, 3.5, 4},
    {row_tanh, std::tanh, 2, 3},
};

/// A sample of all numbers of a type, denormals, infinities and NaN among them, and more of those
/// that are neither large nor small.
template <class T, class Bits>
std::vector<T> sample(Bits step) {
  std::vector<T> xs = {T(0), -T(0), T(1), T(-1), T(88.72), T(89.4), T(104), T(709.7), T(710.4)};
  xs.push_back(std::numeric_limits<T>::infinity());
  xs.push_back(-std::numeric_limits<T>::infinity());
  for (Bits bits = 0;; bits += step) {
    xs.push_back(std::bit_cast<T>(bits));
    if (bits > std::numeric_limits<Bits>::max() - step) break;
  }
  for (int i = -30000; i < 30000; ++i) xs.push_back(static_cast<T>(i) * static_cast<T>(3.3e-4));
  return xs;
}

template <class T>
void expect_accurate(const std::vector<T>& xs, double Function::*most) {
  const Tensor x = from_buffer(xs.data(), {static_cast<int64_t>(xs.size())}, dtype_of<T>());
  for (const Function& function : kFunctions) {
    const OpDef& def = elementwise_def(function.row);
    const ForceKernel forced("simd");
    const auto y = apply_one(def, {x}).template to_vector<T>();
    double worst = 0;
    T where = 0;
    for (size_t i = 0; i < xs.size(); ++i) {
      const double error = ulps(y[i], function.truth(static_cast<Real>(xs[i])));
      if (error <= worst) continue;
      worst = error;
      where = xs[i];
    }
    EXPECT_LE(worst, function.*most) << def.name << " at " << where;
  }
}

TEST(Accuracy, OfFloats) {
  expect_accurate(sample<float, uint32_t>(is_full_test() ? 1021 : 39989), &Function::f32);
}

TEST(Accuracy, OfDoubles) {
  expect_accurate(sample<double, uint64_t>((is_full_test() ? 0x3f9d70f63b : 0x9e3779b97f4a)),
                  &Function::f64);
}

/// Of T's own arithmetic, where the library has no function: by what defines it.
template <class T>
void expect_special(double most_ulps) {
  for (const double at : {1e-30, 3e-5, 0.1, 0.49, 0.51, 0.9, 0.999, 0.9999999}) {
    const T x = static_cast<T>(at);
    const auto y = ops::erfinv(constant(std::vector<T>{x, -x})).template to_vector<T>();
    EXPECT_EQ(y[0], -y[1]);
    // erf(y + δ) ≈ erf(y) + δ erf'(y)
    const Real root = static_cast<Real>(y[0]), slope = std::exp(-root * root) * 1.1283791670955126L;
    const Real off = at > 0.5 ? std::erfc(root) - (1 - static_cast<Real>(x))
                              : static_cast<Real>(x) - std::erf(root);
    EXPECT_LE(ulps(y[0], root + off / slope), most_ulps) << "erfinv of " << at;
  }
  for (const double at : {0.0, 1e-3, 0.7, 3.0, 7.9, 8.1, 21.0, 23.0, 60.0, 85.0}) {
    const Tensor x = constant(std::vector<T>{static_cast<T>(at), static_cast<T>(-at)});
    const auto y0 = ops::i0(x).template to_vector<T>(), y1 = ops::i1(x).template to_vector<T>();
    const Real argument = static_cast<Real>(static_cast<T>(at));
    EXPECT_LE(ulps(y0[0], std::cyl_bessel_i(Real(0), argument)), most_ulps) << "i0 of " << at;
    EXPECT_LE(ulps(y1[0], std::cyl_bessel_i(Real(1), argument)), most_ulps) << "i1 of " << at;
    EXPECT_EQ(y0[0], y0[1]);
    EXPECT_EQ(y1[0], -y1[1]);
  }
}

TEST(Accuracy, OfSpecialFunctions) {
  expect_special<float>(5);
  expect_special<double>(2);
}

}  // namespace
}  // namespace cornu
