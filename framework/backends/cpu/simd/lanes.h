// The functions that the rows of unary.def and binary.def are written in, on vectors. Compiled once
// per instruction set: no pragma once, but Highway's toggling guard.
#if defined(CORNU_SIMD_LANES_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_LANES_H_
#undef CORNU_SIMD_LANES_H_
#else
#define CORNU_SIMD_LANES_H_
#endif

#include <hwy/highway.h>

#include "framework/backends/reference/arithmetic.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// A vector that reads as a number, so that a row's expression serves it.
template <class D>
struct Lanes {
  using Element = hn::TFromD<D>;
  using V = hn::VFromD<D>;
  static constexpr bool kFloating = std::is_floating_point_v<Element>;
  V v;

  HWY_INLINE Lanes() : v(hn::Zero(D())) {}
  HWY_INLINE Lanes(V value) : v(value) {}
  HWY_INLINE explicit Lanes(double value) : v(hn::Set(D(), static_cast<Element>(value))) {}
  HWY_INLINE explicit Lanes(int value) : v(hn::Set(D(), static_cast<Element>(value))) {}

  friend HWY_INLINE Lanes operator+(Lanes a, Lanes b) { return hn::Add(a.v, b.v); }
  friend HWY_INLINE Lanes operator-(Lanes a, Lanes b) { return hn::Sub(a.v, b.v); }
  friend HWY_INLINE Lanes operator*(Lanes a, Lanes b) { return hn::Mul(a.v, b.v); }
  friend HWY_INLINE Lanes operator/(Lanes a, Lanes b) { return hn::Div(a.v, b.v); }
  friend HWY_INLINE Lanes operator-(Lanes a) {
    if constexpr (std::is_unsigned_v<Element>)
      return Lanes() - a;
    else
      return hn::Neg(a.v);
  }
  friend HWY_INLINE Lanes operator&(Lanes a, Lanes b) { return hn::And(a.v, b.v); }
  friend HWY_INLINE Lanes operator|(Lanes a, Lanes b) { return hn::Or(a.v, b.v); }
  friend HWY_INLINE Lanes operator^(Lanes a, Lanes b) { return hn::Xor(a.v, b.v); }
  friend HWY_INLINE Lanes operator~(Lanes a) { return hn::Not(a.v); }
  friend HWY_INLINE Lanes operator==(Lanes a, Lanes b) { return holds(hn::Eq(a.v, b.v)); }
  /// True beside NaN too, unlike Highway's Ne on some processors.
  friend HWY_INLINE Lanes operator!=(Lanes a, Lanes b) { return holds(hn::Not(hn::Eq(a.v, b.v))); }
  friend HWY_INLINE Lanes operator<(Lanes a, Lanes b) { return holds(hn::Lt(a.v, b.v)); }
  friend HWY_INLINE Lanes operator<=(Lanes a, Lanes b) { return b >= a; }
  friend HWY_INLINE Lanes operator>(Lanes a, Lanes b) { return holds(hn::Gt(a.v, b.v)); }
  friend HWY_INLINE Lanes operator>=(Lanes a, Lanes b) {
    if constexpr (kFloating)
      return holds(hn::Ge(a.v, b.v));
    else
      return holds(hn::Not(hn::Lt(a.v, b.v)));
  }

  /// 1 where the mask holds, else 0.
  template <class M>
  static HWY_INLINE Lanes holds(M mask) {
    return hn::IfThenElseZero(mask, hn::Set(D(), Element{1}));
  }
};

template <class D>
HWY_INLINE auto truth(Lanes<D> x) {
  return hn::Not(hn::Eq(x.v, hn::Zero(D())));
}

/// `function` on each lane alone: what vectors have no instructions for.
template <class D, class F>
HWY_INLINE Lanes<D> each_lane(Lanes<D> a, Lanes<D> b, F function) {
  using T = hn::TFromD<D>;
  alignas(64) T in_a[hn::MaxLanes(D())], in_b[hn::MaxLanes(D())];
  hn::Store(a.v, D(), in_a);
  hn::Store(b.v, D(), in_b);
  for (size_t i = 0; i < hn::Lanes(D()); ++i) in_a[i] = function(in_a[i], in_b[i]);
  return hn::Load(D(), in_a);
}
template <class D, class F>
HWY_INLINE Lanes<D> each_lane(Lanes<D> a, F function) {
  using T = hn::TFromD<D>;
  alignas(64) T in[hn::MaxLanes(D())];
  hn::Store(a.v, D(), in);
  for (size_t i = 0; i < hn::Lanes(D()); ++i) in[i] = function(in[i]);
  return hn::Load(D(), in);
}

template <class D>
HWY_INLINE Lanes<D> abs(Lanes<D> x) {
  if constexpr (std::is_unsigned_v<hn::TFromD<D>>)
    return x;
  else
    return hn::Abs(x.v);
}
template <class D>
HWY_INLINE Lanes<D> sqrt(Lanes<D> x) {
  return hn::Sqrt(x.v);
}
template <class D>
HWY_INLINE Lanes<D> ceil(Lanes<D> x) {
  return hn::Ceil(x.v);
}
template <class D>
HWY_INLINE Lanes<D> floor(Lanes<D> x) {
  return hn::Floor(x.v);
}
template <class D>
HWY_INLINE Lanes<D> round(Lanes<D> x) {
  if constexpr (Lanes<D>::kFloating)
    return hn::Round(x.v);
  else
    return x;
}
template <class D>
HWY_INLINE Lanes<D> trunc(Lanes<D> x) {
  if constexpr (Lanes<D>::kFloating)
    return hn::Trunc(x.v);
  else
    return x;
}
template <class D>
HWY_INLINE Lanes<D> signbit(Lanes<D> x) {
  if constexpr (Lanes<D>::kFloating) {
    const hn::RebindToSigned<D> di;
    return Lanes<D>::holds(hn::RebindMask(D(), hn::Lt(hn::BitCast(di, x.v), hn::Zero(di))));
  } else {
    return x < Lanes<D>();
  }
}
template <class D>
HWY_INLINE Lanes<D> isnan(Lanes<D> x) {
  if constexpr (Lanes<D>::kFloating)
    return Lanes<D>::holds(hn::IsNaN(x.v));
  else
    return Lanes<D>();
}
template <class D>
HWY_INLINE Lanes<D> isinf(Lanes<D> x) {
  if constexpr (Lanes<D>::kFloating)
    return Lanes<D>::holds(hn::IsInf(x.v));
  else
    return Lanes<D>();
}
template <class D>
HWY_INLINE Lanes<D> isfinite(Lanes<D> x) {
  if constexpr (Lanes<D>::kFloating)
    return Lanes<D>::holds(hn::IsFinite(x.v));
  else
    return Lanes<D>(1);
}
template <class D>
HWY_INLINE Lanes<D> sign(Lanes<D> x) {
  const Lanes<D> sign = (x > Lanes<D>()) - (x < Lanes<D>());
  if constexpr (Lanes<D>::kFloating)
    return hn::IfThenElse(hn::IsNaN(x.v), x.v, sign.v);
  else
    return sign;
}
template <class D>
HWY_INLINE Lanes<D> logical_not(Lanes<D> x) {
  return x == Lanes<D>();
}
template <class D>
HWY_INLINE Lanes<D> logical_and(Lanes<D> a, Lanes<D> b) {
  return Lanes<D>::holds(hn::And(truth(a), truth(b)));
}
template <class D>
HWY_INLINE Lanes<D> logical_or(Lanes<D> a, Lanes<D> b) {
  return Lanes<D>::holds(hn::Or(truth(a), truth(b)));
}
template <class D>
HWY_INLINE Lanes<D> logical_xor(Lanes<D> a, Lanes<D> b) {
  return Lanes<D>::holds(hn::Xor(truth(a), truth(b)));
}
/// NaN where either is; Highway's Max alone keeps only one side's.
template <class D>
HWY_INLINE Lanes<D> max(Lanes<D> a, Lanes<D> b) {
  if constexpr (Lanes<D>::kFloating)
    return hn::IfThenElse(hn::Or(hn::Gt(a.v, b.v), hn::IsNaN(a.v)), a.v, b.v);
  else
    return hn::Max(a.v, b.v);
}
template <class D>
HWY_INLINE Lanes<D> min(Lanes<D> a, Lanes<D> b) {
  if constexpr (Lanes<D>::kFloating)
    return hn::IfThenElse(hn::Or(hn::Lt(a.v, b.v), hn::IsNaN(a.v)), a.v, b.v);
  else
    return hn::Min(a.v, b.v);
}
/// NaN only where both are.
template <class D>
HWY_INLINE Lanes<D> fmax(Lanes<D> a, Lanes<D> b) {
  if constexpr (Lanes<D>::kFloating)
    return hn::IfThenElse(hn::Or(hn::Gt(a.v, b.v), hn::IsNaN(b.v)), a.v, b.v);
  else
    return hn::Max(a.v, b.v);
}
template <class D>
HWY_INLINE Lanes<D> fmin(Lanes<D> a, Lanes<D> b) {
  if constexpr (Lanes<D>::kFloating)
    return hn::IfThenElse(hn::Or(hn::Lt(a.v, b.v), hn::IsNaN(b.v)), a.v, b.v);
  else
    return hn::Min(a.v, b.v);
}
template <class D>
HWY_INLINE Lanes<D> select(Lanes<D> condition, Lanes<D> a, Lanes<D> b) {
  return hn::IfThenElse(truth(condition), a.v, b.v);
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
