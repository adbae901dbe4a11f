// Powers, roots and logarithms to other bases than e, and lengths and neighbours of floats.
#if defined(CORNU_SIMD_POWERS_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_POWERS_H_
#undef CORNU_SIMD_POWERS_H_
#else
#define CORNU_SIMD_POWERS_H_
#endif

#include "framework/backends/cpu/simd/transcendental.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// 2 to a whole power that the type's exponents hold.
template <class D, class I>
HWY_INLINE Lanes<D> two_to(I whole) {
  constexpr bool kFloat = sizeof(hn::TFromD<D>) == 4;
  constexpr int kPlaces = kFloat ? 23 : 52;
  const hn::RebindToSigned<D> di;
  const auto biased = hn::Add(whole, hn::Set(di, kFloat ? 127 : 1023));
  return hn::BitCast(D(), hn::ShiftLeft<kPlaces>(biased));
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

template <class D>
HWY_INLINE Lanes<D> hypot(Lanes<D> a, Lanes<D> b) {
  const Lanes<D> larger = max(abs(a), abs(b)), smaller = min(abs(a), abs(b));
  const Lanes<D> ratio = select(larger, smaller / larger, Lanes<D>());
  return larger * sqrt(ratio * ratio + Lanes<D>(1));
}
/// Floats of one sign lie in the order of their bits.
template <class D>
HWY_INLINE Lanes<D> nextafter(Lanes<D> a, Lanes<D> b) {
  const D d;
  const hn::RebindToSigned<D> di;
  const auto zero = hn::Zero(d), least = hn::BitCast(d, hn::Set(di, 1));
  const auto grows = hn::Eq(hn::BitCast(di, Lanes<D>::holds(hn::Lt(a.v, b.v)).v),
                            hn::BitCast(di, Lanes<D>::holds(hn::Gt(a.v, zero)).v));
  const auto bits = hn::BitCast(di, a.v);
  const auto moved =
      hn::IfThenElse(grows, hn::Add(bits, hn::Set(di, 1)), hn::Sub(bits, hn::Set(di, 1)));
  const auto from_zero = hn::CopySign(least, b.v);
  const auto next = hn::IfThenElse(hn::Eq(a.v, zero), from_zero, hn::BitCast(d, moved));
  const auto at = hn::IfThenElse(hn::Eq(a.v, b.v), b.v, next);
  return hn::IfThenElse(hn::Or(hn::IsNaN(a.v), hn::IsNaN(b.v)), hn::Add(a.v, b.v), at);
}
}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
