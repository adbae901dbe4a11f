#include "framework/backends/cpu/simd/layer_norm_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/layer_norm_loops.cpp"
#include <hwy/foreach_target.h>

#include <algorithm>
#include <cmath>

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

constexpr size_t kBlock = 2048;  // elements summed in T, before they join a total in double

/// Σ term(tag, place) over the places of a row.
template <class T, class Term>
HWY_INLINE double total(size_t count, const Term& term) {
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  const size_t lanes = hn::Lanes(d);
  double sum = 0;
  for (size_t i = 0; i < count;) {
    const size_t end = std::min(count, i + kBlock);
    auto even = hn::Zero(d), odd = hn::Zero(d);
    auto last = hn::Zero(one);
    for (; i + 2 * lanes <= end; i += 2 * lanes) {
      even = hn::Add(even, term(d, i));
      odd = hn::Add(odd, term(d, i + lanes));
    }
    for (; i + lanes <= end; i += lanes) even = hn::Add(even, term(d, i));
    for (; i < end; ++i) last = hn::Add(last, term(one, i));
    sum += static_cast<double>(hn::GetLane(hn::SumOfLanes(d, hn::Add(even, odd)))) +
           static_cast<double>(hn::GetLane(last));
  }
  return sum;
}

/// Calls `work(tag, place)` for every vector of a row; the last elements one by one.
template <class T, class Work>
HWY_INLINE void each_vector(size_t count, const Work& work) {
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) work(d, i);
  for (; i < count; ++i) work(one, i);
}

template <class T>
void normalize(const void* source, size_t count, const void* gamma, const void* beta,
               double epsilon, void* target, void* mean, void* inverse) {
  const T *x = static_cast<const T*>(source), *scale = static_cast<const T*>(gamma),
          *shift = static_cast<const T*>(beta);
  T* y = static_cast<T*>(target);
  const double n = static_cast<double>(std::max<size_t>(1, count));
  const T middle = static_cast<T>(
      total<T>(count, [&](auto d, size_t i) HWY_ATTR { return hn::LoadU(d, x + i); }) / n);
  const double variance = total<T>(count,
                                   [&](auto d, size_t i) HWY_ATTR {
                                     const auto centered =
                                         hn::Sub(hn::LoadU(d, x + i), hn::Set(d, middle));
                                     return hn::Mul(centered, centered);
                                   }) /
                          n;
  const T factor = static_cast<T>(1 / std::sqrt(variance + epsilon));
  each_vector<T>(count, [&](auto d, size_t i) HWY_ATTR {
    const auto centered = hn::Sub(hn::LoadU(d, x + i), hn::Set(d, middle));
    const auto by = hn::Mul(hn::LoadU(d, scale + i), hn::Set(d, factor));
    hn::StoreU(hn::MulAdd(centered, by, hn::LoadU(d, shift + i)), d, y + i);
  });
  *static_cast<T*>(mean) = middle;
  *static_cast<T*>(inverse) = factor;
}

/// With g = dy · gamma: dx = (g - mean(g) - x̂ mean(g x̂)) / deviation.
template <class T>
void differentiate(const void* source, const void* gradient, size_t count, const void* gamma,
                   const void* mean, const void* inverse, void* target, void* dgamma, void* dbeta) {
  const T *x = static_cast<const T*>(source), *dy = static_cast<const T*>(gradient),
          *scale = static_cast<const T*>(gamma);
  T *dx = static_cast<T*>(target), *of_gamma = static_cast<T*>(dgamma),
    *of_beta = static_cast<T*>(dbeta);
  const T middle = *static_cast<const T*>(mean), factor = *static_cast<const T*>(inverse);
  const double n = static_cast<double>(std::max<size_t>(1, count));
  const auto normal = [&](auto d, size_t i) HWY_ATTR {
    return hn::Mul(hn::Sub(hn::LoadU(d, x + i), hn::Set(d, middle)), hn::Set(d, factor));
  };
  const auto scaled = [&](auto d, size_t i) HWY_ATTR {
    return hn::Mul(hn::LoadU(d, dy + i), hn::LoadU(d, scale + i));
  };
  const T of_g = static_cast<T>(total<T>(count, scaled) / n);
  const T of_product =
      static_cast<T>(total<T>(count, [&](auto d, size_t i)
                                         HWY_ATTR { return hn::Mul(scaled(d, i), normal(d, i)); }) /
                     n);
  each_vector<T>(count, [&](auto d, size_t i) HWY_ATTR {
    const auto g = hn::LoadU(d, dy + i), place = normal(d, i);
    hn::StoreU(hn::MulAdd(g, place, hn::LoadU(d, of_gamma + i)), d, of_gamma + i);
    hn::StoreU(hn::Add(g, hn::LoadU(d, of_beta + i)), d, of_beta + i);
    const auto part = hn::Sub(scaled(d, i), hn::Set(d, of_g));
    const auto left = hn::NegMulAdd(place, hn::Set(d, of_product), part);
    hn::StoreU(hn::Mul(left, hn::Set(d, factor)), d, dx + i);
  });
}

template <class T>
constexpr LayerNormLoops loops{normalize<T>, differentiate<T>};

const LayerNormLoops* choose_layer_norm_loops(DType dtype) {
  return dtype == DType::f64 ? &loops<double> : &loops<float>;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_layer_norm_loops);

const LayerNormLoops& layer_norm_loops(DType dtype) {
  return *HWY_DYNAMIC_DISPATCH(choose_layer_norm_loops)(dtype);
}

}  // namespace cornu::cpu::simd
#endif
