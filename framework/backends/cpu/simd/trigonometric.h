// sin, tan, their inverses and those of sinh, cosh and tanh on vectors.
#if defined(CORNU_SIMD_TRIGONOMETRIC_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_TRIGONOMETRIC_H_
#undef CORNU_SIMD_TRIGONOMETRIC_H_
#else
#define CORNU_SIMD_TRIGONOMETRIC_H_
#endif

#include "framework/backends/cpu/simd/transcendental.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// Highway reduces arguments up to 39000; larger ones are rare and go one by one.
template <class D>
HWY_INLINE bool all_small(Lanes<D> x) {
  return hn::AllTrue(D(), hn::Lt(hn::Abs(x.v), Lanes<D>(39000.0).v));
}
template <class D>
HWY_INLINE Lanes<D> sin(Lanes<D> x) {
  return all_small(x) ? Lanes<D>(hn::Sin(D(), x.v)) : each_lane(x, reference::sin<hn::TFromD<D>>);
}
template <class D>
HWY_INLINE Lanes<D> cos(Lanes<D> x) {
  return all_small(x) ? Lanes<D>(hn::Cos(D(), x.v)) : each_lane(x, reference::cos<hn::TFromD<D>>);
}
/// Of floats: the nearest multiple of pi / 2 taken off in four parts, then an odd polynomial,
/// turned over at odd multiples.
template <class D>
HWY_INLINE Lanes<D> tan(Lanes<D> x) {
  using L = Lanes<D>;
  if (!all_small(x)) return each_lane(x, reference::tan<hn::TFromD<D>>);
  if constexpr (sizeof(hn::TFromD<D>) == 8) {
    return sin(x) / cos(x);
  } else {
    const D d;
    const hn::RebindToSigned<D> di;
    const L quadrant = round(x * L(0.6366197723675814));
    L r = x;
    for (const double part :
         {1.5703125, 0.00048351287841796875, 3.1385570764541626e-07, 6.077100506506192e-11})
      r = hn::NegMulAdd(quadrant.v, L(part).v, r.v);
    const L s = r * r;
    const L series = polynomial(s, {0.0043900085, 6.24136745e-05, 0.0108566201, 0.021274396,
                                    0.0540613778, 0.133326509, 0.333333501});
    const L y = hn::MulAdd((r * s).v, series.v, r.v);
    const auto odd = hn::And(hn::ConvertTo(di, quadrant.v), hn::Set(di, 1));
    const auto turned = hn::RebindMask(d, hn::Ne(odd, hn::Zero(di)));
    return hn::IfThenElse(turned, (L(-1) / y).v, y.v);
  }
}

template <class D>
HWY_INLINE Lanes<D> asin(Lanes<D> x) {
  return hn::Asin(D(), x.v);
}
template <class D>
HWY_INLINE Lanes<D> acos(Lanes<D> x) {
  return hn::Acos(D(), x.v);
}
template <class D>
HWY_INLINE Lanes<D> atan(Lanes<D> x) {
  return hn::IfThenElse(hn::IsNaN(x.v), x.v, hn::Atan(D(), x.v));
}
template <class D>
HWY_INLINE Lanes<D> atan2(Lanes<D> a, Lanes<D> b) {
  return each_lane(a, b, reference::atan2<hn::TFromD<D>>);
}

/// What log(2 x) is where x is so large that x itself and x + 1 are one.
template <class D>
HWY_INLINE Lanes<D> log_of_twice(Lanes<D> x) {
  return log(x) + Lanes<D>(0.6931471805599453);
}
template <class D>
HWY_INLINE auto is_vast(Lanes<D> x) {
  return hn::Gt(x.v, Lanes<D>(sizeof(hn::TFromD<D>) == 4 ? 0x1p14 : 0x1p30).v);
}
template <class D>
HWY_INLINE Lanes<D> asinh(Lanes<D> x) {
  using L = Lanes<D>;
  const L a = abs(x), s = a * a, inside = log1p(a + s / (L(1) + sqrt(s + L(1))));
  return hn::CopySign(hn::IfThenElse(is_vast(a), log_of_twice(a).v, inside.v), x.v);
}
template <class D>
HWY_INLINE Lanes<D> acosh(Lanes<D> x) {
  using L = Lanes<D>;
  const L t = x - L(1), inside = log1p(t + sqrt(t) * sqrt(t + L(2)));
  return hn::IfThenElse(is_vast(x), log_of_twice(x).v, inside.v);
}
template <class D>
HWY_INLINE Lanes<D> atanh(Lanes<D> x) {
  using L = Lanes<D>;
  const L a = abs(x);
  return hn::CopySign((L(0.5) * log1p((a + a) / (L(1) - a))).v, x.v);
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
