#include "framework/backends/cpu/simd/ctc_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/ctc_loops.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/transcendental.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// Whole vectors: rows have room behind.
template <class T>
void step(const void* source, const void* skipped, const void* emission, int64_t states,
          void* target) {
  const hn::ScalableTag<T> d;
  using L = Lanes<hn::ScalableTag<T>>;
  const T *from = static_cast<const T*>(source), *skip = static_cast<const T*>(skipped),
          *emitted = static_cast<const T*>(emission);
  T* to = static_cast<T*>(target);
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  for (int64_t s = 0; s < states; s += lanes) {
    const L a = hn::LoadU(d, from + s), b = hn::LoadU(d, from + s - 1),
            c = hn::Add(hn::LoadU(d, from + s - 2), hn::LoadU(d, skip + s));
    const L top = max(max(a, b), c);
    const L sum = exp(a - top) + exp(b - top) + exp(c - top);
    hn::StoreU((top + log(sum) + L(hn::LoadU(d, emitted + s))).v, d, to + s);
  }
}

template <class T>
void exponentials(const void* source, int64_t count, double factor, void* target) {
  const hn::ScalableTag<T> d;
  using L = Lanes<hn::ScalableTag<T>>;
  const T* x = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  const L by = hn::Set(d, static_cast<T>(factor));
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) hn::StoreU((exp(L(hn::LoadU(d, x + i))) * by).v, d, y + i);
  if (i == count) return;
  const auto here = hn::FirstN(d, static_cast<size_t>(count - i));
  hn::BlendedStore((exp(L(hn::MaskedLoad(here, d, x + i))) * by).v, here, d, y + i);
}

template <class T>
constexpr CTCLoops loops{step<T>, exponentials<T>};

const CTCLoops* choose_ctc_loops(DType dtype) {
  return dtype == DType::f64 ? &loops<double> : &loops<float>;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_ctc_loops);

const CTCLoops& ctc_loops(DType dtype) { return *HWY_DYNAMIC_DISPATCH(choose_ctc_loops)(dtype); }

}  // namespace cornu::cpu::simd
#endif
