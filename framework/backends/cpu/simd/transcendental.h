// exp, log, tanh and their kind on vectors. Highway's functions hold inside their ranges; here are
// the rest: infinities, NaN, poles, large arguments, and what it lacks.
#if defined(CORNU_SIMD_TRANSCENDENTAL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_TRANSCENDENTAL_H_
#undef CORNU_SIMD_TRANSCENDENTAL_H_
#else
#define CORNU_SIMD_TRANSCENDENTAL_H_
#endif

#include <hwy/contrib/math/math-inl.h>

#include <limits>

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// A polynomial, its coefficients from the highest power on.
template <class D, size_t n>
HWY_INLINE Lanes<D> polynomial(Lanes<D> x, const double (&coefficients)[n]) {
  Lanes<D> y(coefficients[0]);
  for (size_t i = 1; i < n; ++i) y = hn::MulAdd(y.v, x.v, Lanes<D>(coefficients[i]).v);
  return y;
}

/// Beyond it exp overflows for certain, and Highway's exp is not defined.
template <class D>
HWY_INLINE Lanes<D> exp_limit() {
  return Lanes<D>(sizeof(hn::TFromD<D>) == 4 ? 104.0 : 710.0);
}

template <class D>
HWY_INLINE Lanes<D> exp(Lanes<D> x) {
  const D d;
  const auto y = hn::Exp(d, min(x, exp_limit<D>()).v);
  return hn::IfThenElse(hn::IsNaN(x.v), x.v, y);
}
template <class D>
HWY_INLINE Lanes<D> expm1(Lanes<D> x) {
  const D d;
  using L = Lanes<D>;
  auto y = hn::Expm1(d, min(x, exp_limit<D>()).v);
  if constexpr (sizeof(hn::TFromD<D>) == 4) {  // x + x² (1/2! + x/3! + …): Highway's is 3 ulp off
    L sum(1.0 / 3628800);
    for (const double c :
         {1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120, 1.0 / 24, 1.0 / 6, 0.5})
      sum = hn::MulAdd(sum.v, x.v, L(c).v);
    const auto series = hn::MulAdd((x * x).v, sum.v, x.v);
    y = hn::IfThenElse(hn::Lt(hn::Abs(x.v), L(0.7).v), series, y);
  }
  return hn::IfThenElse(hn::IsNaN(x.v), x.v, y);
}
template <class D>
HWY_INLINE Lanes<D> log(Lanes<D> x) {
  const D d;
  using T = hn::TFromD<D>;
  const Lanes<D> infinity(std::numeric_limits<double>::infinity());
  auto y = hn::Log(d, x.v);
  y = hn::IfThenElse(hn::Eq(x.v, hn::Zero(d)), hn::Neg(infinity.v), y);
  y = hn::IfThenElse(hn::Eq(x.v, infinity.v), infinity.v, y);
  // also where x is NaN
  return hn::IfThenElse(hn::Ge(x.v, hn::Zero(d)), y,
                        hn::Set(d, std::numeric_limits<T>::quiet_NaN()));
}
template <class D>
HWY_INLINE Lanes<D> log1p(Lanes<D> x) {
  const D d;
  const Lanes<D> infinity(std::numeric_limits<double>::infinity()), y = x + Lanes<D>(1);
  const auto exact = hn::Or(hn::Eq(y.v, Lanes<D>(1).v), hn::Eq(x.v, infinity.v));
  const Lanes<D> scaled = log(y) * (x / (y - Lanes<D>(1)));
  const auto inside = hn::IfThenElse(exact, x.v, scaled.v);
  return hn::IfThenElse(hn::Eq(y.v, hn::Zero(d)), hn::Neg(infinity.v), inside);
}
template <class D>
HWY_INLINE Lanes<D> tanh(Lanes<D> x) {
  using L = Lanes<D>;
  const L a = abs(x);
  if constexpr (sizeof(hn::TFromD<D>) == 8) {
    const L e = expm1(a * L(-2));  // -e / (2 + e) loses nothing anywhere
    return hn::CopySign((-e / (e + L(2))).v, x.v);
  } else {
    const L s = x * x;
    const L series =
        polynomial(s, {-0.00570499123, 0.0206390915, -0.0537397166, 0.133314422, -0.333332819});
    const L near = hn::MulAdd((a * s).v, series.v, a.v);
    const L far = L(1) - L(2) / (exp(a + a) + L(1));
    return hn::CopySign(hn::IfThenElse(hn::Lt(a.v, L(0.625).v), near.v, far.v), x.v);
  }
}

/// 1 / (1 + exp(-x)) as n - n q: q and the rounding of it are at most half of n.
template <class D>
HWY_INLINE Lanes<D> logistic(Lanes<D> x) {
  using L = Lanes<D>;
  const L e = exp(-abs(x)), n = select(x < L(), e, L(1));
  return n - n * (e / (e + L(1)));
}

/// Where exp(x) / 2 may be finite and exp(x) not: above it, the half comes from two factors.
template <class D>
HWY_INLINE Lanes<D> half_exp(Lanes<D> x) {
  const Lanes<D> root = exp(x * Lanes<D>(0.5));
  return root * Lanes<D>(0.5) * root;
}
template <class D>
HWY_INLINE auto exp_is_huge(Lanes<D> x) {
  return hn::Gt(x.v, Lanes<D>(sizeof(hn::TFromD<D>) == 4 ? 80.0 : 700.0).v);
}
template <class D>
HWY_INLINE Lanes<D> sinh(Lanes<D> x) {
  using L = Lanes<D>;
  const L a = abs(x), e = expm1(a), small = L(0.5) * (e + e / (e + L(1)));
  return hn::CopySign(hn::IfThenElse(exp_is_huge(a), half_exp(a).v, small.v), x.v);
}
template <class D>
HWY_INLINE Lanes<D> cosh(Lanes<D> x) {
  using L = Lanes<D>;
  const L a = abs(x), e = exp(a), small = L(0.5) * e + L(0.5) / e;
  return hn::IfThenElse(exp_is_huge(a), half_exp(a).v, small.v);
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
