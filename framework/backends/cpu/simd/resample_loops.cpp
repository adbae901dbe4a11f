#include "framework/backends/cpu/simd/resample_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/resample_loops.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

template <class T>
void combine(const void* source, const int64_t* places, const double* weights, size_t terms,
             size_t count, void* target) {
  const T* x = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  const auto sum = [&](auto tag, size_t i) HWY_ATTR {
    auto total = hn::Zero(tag);
    for (size_t k = 0; k < terms; ++k)
      total = hn::MulAdd(hn::LoadU(tag, x + static_cast<size_t>(places[k]) * count + i),
                         hn::Set(tag, static_cast<T>(weights[k])), total);
    hn::StoreU(total, tag, y + i);
  };
  size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) sum(d, i);
  for (; i < count; ++i) sum(one, i);
}

template <class T>
constexpr ResampleLoops loops{combine<T>};

const ResampleLoops* choose_resample_loops(DType dtype) {
  return dtype == DType::f64 ? &loops<double> : &loops<float>;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_resample_loops);

const ResampleLoops& resample_loops(DType dtype) {
  return *HWY_DYNAMIC_DISPATCH(choose_resample_loops)(dtype);
}

}  // namespace cornu::cpu::simd
#endif
