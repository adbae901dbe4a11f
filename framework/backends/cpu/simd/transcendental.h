// exp, log, tanh and their kind on vectors. Highway's functions hold inside their ranges; here are
// the rest: infinities, NaN, poles, large arguments, and erf, pow and atan2, which it lacks.
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
  // of the magnitude, e = expm1(-2|x|): -e / (2 + e) loses nothing anywhere
  const Lanes<D> e = expm1(abs(x) * Lanes<D>(-2));
  return hn::CopySign((-e / (e + Lanes<D>(2))).v, x.v);
}

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
HWY_INLINE Lanes<D> atan(Lanes<D> x) {
  return hn::IfThenElse(hn::IsNaN(x.v), x.v, hn::Atan(D(), x.v));
}
template <class D>
HWY_INLINE Lanes<D> atan2(Lanes<D> a, Lanes<D> b) {
  return each_lane(a, b, reference::atan2<hn::TFromD<D>>);
}

/// Of floats: odd polynomial below 0.93, 1 - exp of one above; at most 1.1 ulp from the truth.
template <class D>
HWY_INLINE Lanes<D> erf(Lanes<D> x) {
  if constexpr (std::is_same_v<hn::TFromD<D>, double>) {
    return each_lane(x, reference::erf<double>);
  } else {
    using L = Lanes<D>;
    const L t = hn::Min(hn::Abs(x.v), L(4.0).v), s = x * x;
    const auto madd = [](L a, L b, L c) HWY_ATTR { return L(hn::MulAdd(a.v, b.v, c.v)); };
    L near(-5.96761703e-4);
    for (const double c :
         {4.99119423e-3, -2.67681349e-2, 1.12819925e-1, -3.76125336e-1, 1.28379166e-1})
      near = madd(near, s, L(c));
    near = madd(near, x, x);
    L far = madd(madd(L(-1.72853470e-5), t, L(3.83197126e-4)), t * t,
                 madd(L(-3.88396438e-3), t, L(2.42546219e-2)));
    for (const double c : {-1.06777877e-1, -6.34846687e-1, -1.28717512e-1})
      far = madd(far, t, L(c));
    far = L(1) - exp(madd(far, t, -t));
    const auto is_far = hn::Gt(hn::Abs(x.v), L(0.927734375).v);
    return hn::IfThenElse(is_far, hn::CopySign(far.v, x.v), near.v);
  }
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
