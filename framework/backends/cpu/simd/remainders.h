// Quotients and remainders, common divisors and shifts on vectors.
#if defined(CORNU_SIMD_REMAINDERS_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_REMAINDERS_H_
#undef CORNU_SIMD_REMAINDERS_H_
#else
#define CORNU_SIMD_REMAINDERS_H_
#endif

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

template <class D>
HWY_INLINE Lanes<D> floor_divide(Lanes<D> a, Lanes<D> b) {
  if constexpr (Lanes<D>::kFloating)
    return floor(a / b);
  else
    return each_lane(a, b, reference::floor_divide<hn::TFromD<D>>);
}
/// Where the quotient is a whole number that the type holds, the remainder needs one rounding only,
/// of a fused multiplication; it is exact, or one b too low where the quotient was rounded up.
template <class D>
HWY_INLINE Lanes<D> fmod(Lanes<D> a, Lanes<D> b) {
  using T = hn::TFromD<D>;
#if HWY_NATIVE_FMA
  if constexpr (Lanes<D>::kFloating) {
    const auto x = hn::Abs(a.v), y = hn::Abs(b.v);
    const auto quotient = hn::Trunc(hn::Div(x, y));
    const auto few = hn::Lt(quotient, hn::Set(D(), sizeof(T) == 4 ? T(0x1p22) : T(0x1p51)));
    if (HWY_LIKELY(hn::AllTrue(D(), hn::And(few, hn::IsFinite(y))))) {
      const auto rest = hn::NegMulAdd(quotient, y, x);
      return hn::CopySign(hn::IfThenElse(hn::Lt(rest, hn::Zero(D())), hn::Add(rest, y), rest), a.v);
    }
  }
#endif
  return each_lane(a, b, reference::fmod<T>);
}
template <class D>
HWY_INLINE Lanes<D> mod(Lanes<D> a, Lanes<D> b) {
  if constexpr (Lanes<D>::kFloating) {
    const Lanes<D> rest = fmod(a, b), zero;
    const Lanes<D> moved = (rest < zero) - (b < zero);  // not 0 where the signs differ
    return hn::IfThenElse(hn::And(truth(rest), truth(moved)), hn::Add(rest.v, b.v), rest.v);
  } else {
    return each_lane(a, b, reference::mod<hn::TFromD<D>>);
  }
}
template <class D>
HWY_INLINE Lanes<D> gcd(Lanes<D> a, Lanes<D> b) {
  return each_lane(a, b, reference::gcd<hn::TFromD<D>>);
}
template <class D>
HWY_INLINE Lanes<D> lcm(Lanes<D> a, Lanes<D> b) {
  return each_lane(a, b, reference::lcm<hn::TFromD<D>>);
}
/// Processors differ in what they make of shifts by too many places: those are cut out.
template <class D>
HWY_INLINE Lanes<D> shift_left(Lanes<D> a, Lanes<D> b) {
  const hn::RebindToUnsigned<D> du;
  const auto places = hn::BitCast(du, b.v), most = hn::Set(du, sizeof(hn::TFromD<D>) * 8 - 1);
  const auto inside = hn::Eq(hn::Min(places, most), places);
  const auto moved = hn::Shl(hn::BitCast(du, a.v), hn::Min(places, most));
  return hn::BitCast(D(), hn::IfThenElseZero(inside, moved));
}
template <class D>
HWY_INLINE Lanes<D> shift_right(Lanes<D> a, Lanes<D> b) {
  const hn::RebindToUnsigned<D> du;
  const auto places = hn::BitCast(du, b.v), most = hn::Set(du, sizeof(hn::TFromD<D>) * 8 - 1);
  const auto cut = hn::Min(places, most);
  if constexpr (std::is_signed_v<hn::TFromD<D>>)
    return hn::Shr(a.v, hn::BitCast(D(), cut));
  else
    return hn::IfThenElseZero(hn::Eq(cut, places), hn::Shr(a.v, cut));
}
}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
