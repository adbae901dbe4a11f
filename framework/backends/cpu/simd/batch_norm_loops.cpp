#include "framework/backends/cpu/simd/batch_norm_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/batch_norm_loops.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// Calls `work(tag, column)` for every vector of columns; the last ones one by one.
template <class T, class Work>
HWY_INLINE void each_vector(const Slab& slab, const Work& work) {
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  size_t i = 0;
  for (; i + hn::Lanes(d) <= slab.count; i += hn::Lanes(d)) work(d, i);
  for (; i < slab.count; ++i) work(one, i);
}

template <class T>
void squares(const Slab& slab, const void* x, const void* mean, void* total) {
  const T *in = static_cast<const T*>(x), *means = static_cast<const T*>(mean);
  T* totals = static_cast<T*>(total);
  each_vector<T>(slab, [&](auto d, size_t i) HWY_ATTR {
    const auto middle = hn::LoadU(d, means + i);
    auto sum = hn::LoadU(d, totals + i);
    for (size_t r = 0; r < slab.rows; ++r) {
      const auto centered = hn::Sub(hn::LoadU(d, in + r * slab.stride + i), middle);
      sum = hn::MulAdd(centered, centered, sum);
    }
    hn::StoreU(sum, d, totals + i);
  });
}

template <class T>
void products(const Slab& slab, const void* x, const void* dy, const void* mean, void* total_dy,
              void* total_product) {
  const T *in = static_cast<const T*>(x), *gradient = static_cast<const T*>(dy);
  const T* means = static_cast<const T*>(mean);
  T *totals = static_cast<T*>(total_dy), *product_totals = static_cast<T*>(total_product);
  each_vector<T>(slab, [&](auto d, size_t i) HWY_ATTR {
    const auto middle = hn::LoadU(d, means + i);
    auto sum = hn::LoadU(d, totals + i), products = hn::LoadU(d, product_totals + i);
    for (size_t r = 0; r < slab.rows; ++r) {
      const size_t at = r * slab.stride + i;
      const auto g = hn::LoadU(d, gradient + at);
      sum = hn::Add(sum, g);
      products = hn::MulAdd(g, hn::Sub(hn::LoadU(d, in + at), middle), products);
    }
    hn::StoreU(sum, d, totals + i);
    hn::StoreU(products, d, product_totals + i);
  });
}

template <class T>
void scale(const Slab& slab, const void* x, const void* mean, const void* a, const void* c,
           void* y) {
  const T* in = static_cast<const T*>(x);
  T* out = static_cast<T*>(y);
  each_vector<T>(slab, [&](auto d, size_t i) HWY_ATTR {
    const auto middle = hn::LoadU(d, static_cast<const T*>(mean) + i),
               factor = hn::LoadU(d, static_cast<const T*>(a) + i),
               shift = hn::LoadU(d, static_cast<const T*>(c) + i);
    for (size_t r = 0; r < slab.rows; ++r) {
      const size_t at = r * slab.stride + i;
      const auto centered = hn::Sub(hn::LoadU(d, in + at), middle);
      hn::StoreU(hn::MulAdd(centered, factor, shift), d, out + at);
    }
  });
}

template <class T>
void combine(const Slab& slab, const void* x, const void* dy, const void* mean, const void* a,
             const void* b, const void* c, void* dx) {
  const T *in = static_cast<const T*>(x), *gradient = static_cast<const T*>(dy);
  T* out = static_cast<T*>(dx);
  each_vector<T>(slab, [&](auto d, size_t i) HWY_ATTR {
    const auto middle = hn::LoadU(d, static_cast<const T*>(mean) + i),
               of_dy = hn::LoadU(d, static_cast<const T*>(a) + i),
               of_x = hn::LoadU(d, static_cast<const T*>(b) + i),
               shift = hn::LoadU(d, static_cast<const T*>(c) + i);
    for (size_t r = 0; r < slab.rows; ++r) {
      const size_t at = r * slab.stride + i;
      const auto centered = hn::Sub(hn::LoadU(d, in + at), middle);
      const auto part = hn::MulAdd(centered, of_x, hn::Sub(hn::LoadU(d, gradient + at), shift));
      hn::StoreU(hn::Mul(part, of_dy), d, out + at);
    }
  });
}

template <class T>
constexpr BatchNormLoops loops{squares<T>, products<T>, scale<T>, combine<T>};

const BatchNormLoops* choose_batch_norm_loops(DType dtype) {
  return dtype == DType::f64 ? &loops<double> : &loops<float>;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_batch_norm_loops);

const BatchNormLoops& batch_norm_loops(DType dtype) {
  return *HWY_DYNAMIC_DISPATCH(choose_batch_norm_loops)(dtype);
}

}  // namespace cornu::cpu::simd
#endif
