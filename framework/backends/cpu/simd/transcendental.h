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

/// 2 to a whole power that the type's exponents hold.
template <class D, class I>
HWY_INLINE Lanes<D> two_to(I whole) {
  constexpr bool kFloat = sizeof(hn::TFromD<D>) == 4;
  const hn::RebindToSigned<D> di;
  const auto biased = hn::Add(whole, hn::Set(di, kFloat ? 127 : 1023));
  return hn::BitCast(D(), hn::ShiftLeft < kFloat ? 23 : 52 > (biased));
}
template <class D>
HWY_INLINE Lanes<D> exp2(Lanes<D> x) {
  using L = Lanes<D>;
  const double limit = sizeof(hn::TFromD<D>) == 4 ? 160 : 1100;
  const L inside = min(max(x, L(-limit)), L(limit)), whole = round(inside);
  const auto n = hn::ConvertTo(hn::RebindToSigned<D>(), whole.v), half = hn::ShiftRight<1>(n);
  const L part = exp((inside - whole) * L(0.6931471805599453));
  return part * two_to<D>(half) * two_to<D>(hn::Sub(n, half));
}

template <class D>
HWY_INLINE Lanes<D> log10(Lanes<D> x) {
  using L = Lanes<D>;
  using T = hn::TFromD<D>;
  constexpr double kHigh = 0.4342944819032518, kRest = 1.098319650216765e-17;
  constexpr T kFirst = static_cast<T>(kHigh);
  const L y = log(x), small = y * L(kHigh - static_cast<double>(kFirst) + kRest);
  return hn::IfThenElse(hn::IsInf(y.v), y.v, hn::MulAdd(y.v, hn::Set(D(), kFirst), small.v));
}
/// The exponent and the mantissa apart, so that powers of two are exact.
template <class D>
HWY_INLINE Lanes<D> log2(Lanes<D> x) {
  using L = Lanes<D>;
  using T = hn::TFromD<D>;
  constexpr bool kFloat = sizeof(T) == 4;
  constexpr int kPlaces = kFloat ? 23 : 52;
  const D d;
  const hn::RebindToSigned<D> di;
  const auto tiny = hn::Lt(x.v, hn::Set(d, std::numeric_limits<T>::min()));
  const L scale(hn::IfThenElse(tiny, L(kFloat ? 0x1p24 : 0x1p54).v, L(1).v));
  const auto bits = hn::BitCast(di, (x * scale).v), root = hn::BitCast(di, L(0.7071067811865476).v);
  const auto exponent = hn::ShiftRight<kPlaces>(hn::Sub(bits, root));
  const L mantissa = hn::BitCast(d, hn::Sub(bits, hn::ShiftLeft<kPlaces>(exponent)));
  const L whole = hn::ConvertTo(d, exponent);
  constexpr double kHigh = 1.4426950408889634, kRest = 2.0355273740931033e-17;
  constexpr T kFirst = static_cast<T>(kHigh);
  const L y = log(mantissa), small = y * L(kHigh - static_cast<double>(kFirst) + kRest);
  const L part = hn::MulAdd(y.v, hn::Set(d, kFirst), small.v);
  const L sum = whole + part - hn::IfThenElseZero(tiny, L(kFloat ? 24 : 54).v);
  const auto plain = hn::And(hn::Gt(x.v, hn::Zero(d)), hn::IsFinite(x.v));
  return hn::IfThenElse(plain, sum.v, log(x).v);
}

/// A third of the bits is near the root; each of Halley's steps triples the digits.
template <class D>
HWY_INLINE Lanes<D> cbrt(Lanes<D> x) {
  using L = Lanes<D>;
  using T = hn::TFromD<D>;
  constexpr bool kFloat = sizeof(T) == 4;
  const D d;
  const hn::RebindToSigned<D> di;
  const auto tiny = hn::Lt(hn::Abs(x.v), hn::Set(d, std::numeric_limits<T>::min()));
  const L scale(hn::IfThenElse(tiny, L(kFloat ? 0x1p24 : 0x1p54).v, L(1).v));
  const L unscale(hn::IfThenElse(tiny, L(kFloat ? 0x1p-8 : 0x1p-18).v, L(1).v));
  const L a = abs(x) * scale, bits = hn::ConvertTo(d, hn::BitCast(di, a.v));
  const L third = hn::MulAdd(bits.v, L(1.0 / 3).v, L(kFloat ? 0x2a5137a0p0 : 0x2a9f7893p32).v);
  L y = hn::BitCast(d, hn::ConvertTo(di, third.v));
  for (int step = 0; step < (kFloat ? 2 : 3); ++step) {
    const L r = a / (y * y);
    y = y + y * (r - y) / (y + y + r);
  }
  const auto plain = hn::And(truth(x), hn::IsFinite(x.v));
  return hn::IfThenElse(plain, hn::CopySign((y * unscale).v, x.v), x.v);
}

#if HWY_TARGET != HWY_SCALAR
/// A function of floats computed in double, half a vector at a time.
template <class D, class F>
HWY_INLINE Lanes<D> in_double(Lanes<D> a, Lanes<D> b, F function) {
  const hn::Half<D> half;
  const hn::Rebind<double, decltype(half)> wide;
  using W = Lanes<std::remove_const_t<decltype(wide)>>;
  const W low = function(W(hn::PromoteTo(wide, hn::LowerHalf(half, a.v))),
                         W(hn::PromoteTo(wide, hn::LowerHalf(half, b.v))));
  const W high = function(W(hn::PromoteTo(wide, hn::UpperHalf(half, a.v))),
                          W(hn::PromoteTo(wide, hn::UpperHalf(half, b.v))));
  return hn::Combine(D(), hn::DemoteTo(half, high.v), hn::DemoteTo(half, low.v));
}

struct PowInDouble {
  template <class W>
  HWY_INLINE W operator()(W a, W b) const {
    const auto magnitude = exp(b * log(abs(a)));
    const auto half = b * W(0.5);
    const auto odd = hn::Ne(half.v, hn::Floor(half.v));
    const auto negative = hn::Lt(a.v, W().v);
    return hn::IfThenElse(hn::And(negative, odd), hn::Neg(magnitude.v), magnitude.v);
  }
};
#endif

template <class D>
HWY_INLINE Lanes<D> pow(Lanes<D> a, Lanes<D> b) {
  using T = hn::TFromD<D>;
#if HWY_TARGET != HWY_SCALAR
  if constexpr (std::is_same_v<T, float>) {
    // what the formula covers: finite, not zero, and whole powers of negative bases
    const auto whole = hn::Eq(b.v, hn::Floor(b.v));
    const auto base = hn::Or(hn::Gt(a.v, Lanes<D>().v), hn::And(truth(a), whole));
    const auto finite = hn::And(hn::IsFinite(a.v), hn::IsFinite(b.v));
    if (hn::AllTrue(D(), hn::And(base, finite))) return in_double(a, b, PowInDouble());
  }
#endif
  return each_lane(a, b, reference::pow<T>);
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
