// Powers of integers on vectors, lane by lane.
#if defined(CORNU_SIMD_INTEGER_POW_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_INTEGER_POW_H_
#undef CORNU_SIMD_INTEGER_POW_H_
#else
#define CORNU_SIMD_INTEGER_POW_H_
#endif

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

template <class D>
HWY_INLINE Lanes<D> pow(Lanes<D> a, Lanes<D> b) {
  return each_lane(a, b, reference::pow<hn::TFromD<D>>);
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
