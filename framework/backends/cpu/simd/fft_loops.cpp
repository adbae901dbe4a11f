#include "framework/backends/cpu/simd/fft_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/fft_loops.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/butterflies.h"
#include "framework/backends/cpu/simd/fft_passes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

template <class T>
void run_pass(const FftPass<T>& pass, const T* xr, const T* xi, T* yr, T* yi, int64_t part,
              int64_t parts) {
  const auto run = [&]<int radix>(std::integral_constant<int, radix>) HWY_ATTR {
    if (pass.across)
      pass_across<radix>(pass, xr, xi, yr, yi, part, parts);
    else if (pass.groups == 1)
      pass_along<radix, false>(pass, xr, xi, yr, yi, part, parts);
    else
      pass_along<radix, true>(pass, xr, xi, yr, yi, part, parts);
  };
  switch (pass.radix) {
    case 2:
      return run(std::integral_constant<int, 2>());
    case 3:
      return run(std::integral_constant<int, 3>());
    case 4:
      return run(std::integral_constant<int, 4>());
    case 5:
      return run(std::integral_constant<int, 5>());
    case 7:
      return run(std::integral_constant<int, 7>());
    case 8:
      return run(std::integral_constant<int, 8>());
    case 11:
      return run(std::integral_constant<int, 11>());
    case 13:
      return run(std::integral_constant<int, 13>());
  }
}

/// Calls `f(tag, i)` for i of [0, count) in whole vectors, then for those that are left.
template <class T, class F>
HWY_INLINE void in_vectors(int64_t count, const F& f) {
  const hn::ScalableTag<T> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) f(d, i);
  for (; i < count; ++i) f(hn::CappedTag<T, 1>(), i);
}

template <class D, class T>
HWY_INLINE auto load(D d, const T* r, const T* i, int64_t at) {
  return Complex<hn::VFromD<D>>{hn::LoadU(d, r + at), hn::LoadU(d, i + at)};
}
template <class D, class T>
HWY_INLINE auto same(D d, const T* r, const T* i, int64_t at) {
  return Complex<hn::VFromD<D>>{hn::Set(d, r[at]), hn::Set(d, i[at])};
}
template <class D, class T>
HWY_INLINE void store(D d, const Complex<hn::VFromD<D>>& x, T* r, T* i, int64_t at) {
  hn::StoreU(x.r, d, r + at);
  hn::StoreU(x.i, d, i + at);
}

template <class T>
void multiply(const T* xr, const T* xi, const T* cr, const T* ci, T* yr, T* yi, int64_t count,
              int64_t width) {
  if (width == 1)
    return in_vectors<T>(count, [&](auto d, int64_t i) HWY_ATTR {
      store(d, load(d, xr, xi, i) * load(d, cr, ci, i), yr, yi, i);
    });
  for (int64_t k = 0; k < count; ++k)
    in_vectors<T>(width, [&](auto d, int64_t i) HWY_ATTR {
      store(d, load(d, xr, xi, k * width + i) * same(d, cr, ci, k), yr, yi, k * width + i);
    });
}

template <class T>
void scale(T* x, int64_t count, T by) {
  in_vectors<T>(count, [&](auto d, int64_t i) HWY_ATTR {
    hn::StoreU(hn::Mul(hn::LoadU(d, x + i), hn::Set(d, by)), d, x + i);
  });
}

template <class T>
void part(const T* x, T* even, T* odd, int64_t half) {
  const hn::ScalableTag<T> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t i = 0;
  for (; i + lanes <= half; i += lanes) {
    hn::VFromD<decltype(d)> a, b;
    hn::LoadInterleaved2(d, x + 2 * i, a, b);
    hn::StoreU(a, d, even + i);
    hn::StoreU(b, d, odd + i);
  }
  for (; i < half; ++i) even[i] = x[2 * i], odd[i] = x[2 * i + 1];
}

template <class T>
void join(const T* even, const T* odd, T* x, int64_t half) {
  const hn::ScalableTag<T> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t i = 0;
  for (; i + lanes <= half; i += lanes)
    hn::StoreInterleaved2(hn::LoadU(d, even + i), hn::LoadU(d, odd + i), d, x + 2 * i);
  for (; i < half; ++i) x[2 * i] = even[i], x[2 * i + 1] = odd[i];
}

/// factor (a + conj b) - i w (a - conj b).
template <class V>
HWY_INLINE Complex<V> unfolded(const Complex<V>& a, const Complex<V>& b, const Complex<V>& w,
                               V factor) {
  const Complex<V> sum{hn::Add(a.r, b.r), hn::Sub(a.i, b.i)},
      turned{hn::Add(a.i, b.i), hn::Sub(b.r, a.r)};
  const Complex<V> product = turned * w;
  return {hn::MulAdd(factor, sum.r, product.r), hn::MulAdd(factor, sum.i, product.i)};
}
/// factor (a + conj b) + i conj(w) (a - conj b).
template <class V>
HWY_INLINE Complex<V> folded(const Complex<V>& a, const Complex<V>& b, const Complex<V>& w,
                             V factor) {
  const Complex<V> sum{hn::Add(a.r, b.r), hn::Sub(a.i, b.i)},
      difference{hn::Sub(a.r, b.r), hn::Add(a.i, b.i)}, turn{w.i, w.r};
  const Complex<V> product = difference * turn;
  return {hn::MulAdd(factor, sum.r, product.r), hn::MulAdd(factor, sum.i, product.i)};
}

/// `f` of the numbers k and half - k and of w[k], 0 < k < half.
template <class T, class F>
HWY_INLINE void each_pair(const T* xr, const T* xi, const T* wr, const T* wi, T* yr, T* yi,
                          int64_t half, int64_t width, const F& f) {
  const hn::ScalableTag<T> d;
  if (width > 1) {
    for (int64_t k = 1; k < half; ++k)
      in_vectors<T>(width, [&](auto d, int64_t i) HWY_ATTR {
        const int64_t at = k * width + i, mirror = (half - k) * width + i;
        store(d, f(d, load(d, xr, xi, at), load(d, xr, xi, mirror), same(d, wr, wi, k)), yr, yi,
              at);
      });
    return;
  }
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  int64_t k = 1;
  for (; k + lanes <= half; k += lanes) {
    const auto mirror = load(d, xr, xi, half - k - lanes + 1);
    store(d,
          f(d, load(d, xr, xi, k),
            Complex<hn::VFromD<decltype(d)>>{hn::Reverse(d, mirror.r), hn::Reverse(d, mirror.i)},
            load(d, wr, wi, k)),
          yr, yi, k);
  }
  const hn::CappedTag<T, 1> one;
  for (; k < half; ++k)
    store(one, f(one, load(one, xr, xi, k), load(one, xr, xi, half - k), load(one, wr, wi, k)), yr,
          yi, k);
}

template <class T>
void unfold(const T* zr, const T* zi, const T* wr, const T* wi, T factor, T* yr, T* yi,
            int64_t half, int64_t width) {
  each_pair(zr, zi, wr, wi, yr, yi, half, width,
            [&](auto d, const auto& a, const auto& b, const auto& w)
                HWY_ATTR { return unfolded(a, b, w, hn::Set(d, factor)); });
  for (int64_t i = 0; i < width; ++i) {
    yr[i] = 2 * factor * (zr[i] + zi[i]);
    yr[half * width + i] = 2 * factor * (zr[i] - zi[i]);
    yi[i] = yi[half * width + i] = 0;
  }
}

/// The imaginary parts of the first and the last number count as zero.
template <class T>
void fold(const T* yr, const T* yi, const T* wr, const T* wi, T factor, T* zr, T* zi, int64_t half,
          int64_t width) {
  each_pair(yr, yi, wr, wi, zr, zi, half, width,
            [&](auto d, const auto& a, const auto& b, const auto& w)
                HWY_ATTR { return folded(a, b, w, hn::Set(d, factor)); });
  for (int64_t i = 0; i < width; ++i) {
    const T last = yr[half * width + i];
    zr[i] = factor * (yr[i] + last);
    zi[i] = factor * (yr[i] - last);
  }
}

template <class T>
const FftLoops<T>* loops_of() {
  static constexpr FftLoops<T> loops{run_pass<T>, multiply<T>, scale<T>, part<T>,
                                     join<T>,     unfold<T>,   fold<T>};
  return &loops;
}
const FftLoops<float>* choose_fft_f32() { return loops_of<float>(); }
const FftLoops<double>* choose_fft_f64() { return loops_of<double>(); }

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_fft_f32);
HWY_EXPORT(choose_fft_f64);

template <>
const FftLoops<float>& fft_loops() {
  return *HWY_DYNAMIC_DISPATCH(choose_fft_f32)();
}
template <>
const FftLoops<double>& fft_loops() {
  return *HWY_DYNAMIC_DISPATCH(choose_fft_f64)();
}

}  // namespace cornu::cpu::simd
#endif
