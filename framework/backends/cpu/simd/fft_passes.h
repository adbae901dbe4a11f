// Passes of Stockham's algorithm. Compiled once per instruction set: no pragma once, but Highway's
// toggling guard.
#if defined(CORNU_SIMD_FFT_PASSES_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef CORNU_SIMD_FFT_PASSES_H_
#undef CORNU_SIMD_FFT_PASSES_H_
#else
#define CORNU_SIMD_FFT_PASSES_H_
#endif

#include <algorithm>
#include <cstring>
#include <type_traits>
#include <utility>

#include "framework/backends/cpu/simd/butterflies.h"
#include "framework/backends/cpu/simd/fft_loops.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// What a part takes of `count` elements, whole vectors but for the last one's.
HWY_INLINE std::pair<int64_t, int64_t> part_of(int64_t count, int64_t lanes, int64_t part,
                                               int64_t parts) {
  if (parts == 1) return {0, count};
  const auto bound = [=](int64_t i) {
    return i == parts ? count : count * i / parts / lanes * lanes;
  };
  return {bound(part), bound(part + 1)};
}

/// Vectors go over q. The last one of a row begins so early that it ends with the row.
template <int radix, bool twiddled, class T>
HWY_INLINE void pass_along(const FftPass<T>& pass, const T* xr, const T* xi, T* yr, T* yi,
                           int64_t part, int64_t parts) {
  const hn::ScalableTag<T> d;
  using V = hn::VFromD<decltype(d)>;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  const int64_t step = pass.groups * pass.stride, stride = pass.stride, last = stride - lanes;
  const bool few = pass.groups < 8 * parts;  // then parts are of rows
  const auto [first_p, end_p] = part_of(pass.groups, 1, few ? 0 : part, few ? 1 : parts);
  const auto [first_q, end_q] = part_of(stride, lanes, few ? part : 0, few ? parts : 1);
  for (int64_t p = first_p; p < end_p; ++p) {
    Complex<V> w[radix];
    if constexpr (twiddled)
      for (int k = 1; k < radix; ++k)
        w[k] = {hn::Set(d, pass.wr[p * (radix - 1) + k - 1]),
                hn::Set(d, pass.wi[p * (radix - 1) + k - 1])};
    for (int64_t q = first_q; q < end_q; q += lanes) {
      const int64_t from = p * stride + std::min(q, last),
                    to = p * radix * stride + std::min(q, last);
      Complex<V> x[radix];
      for (int j = 0; j < radix; ++j)
        x[j] = {hn::LoadU(d, xr + from + j * step), hn::LoadU(d, xi + from + j * step)};
      Butterfly<radix>::run(x);
      for (int k = 0; k < radix; ++k) {
        if constexpr (twiddled)
          if (k > 0) x[k] = x[k] * w[k];
        hn::StoreU(x[k].r, d, yr + to + k * stride);
        hn::StoreU(x[k].i, d, yi + to + k * stride);
      }
    }
  }
}

/// Element u + lane of v[k] to y[p][k][q], where u + lane = p · stride + q.
template <int radix, class D, class T>
HWY_INLINE void scatter(D d, const hn::VFromD<D>* v, int64_t u, int64_t stride, T* y) {
  constexpr int64_t kMost = hn::MaxLanes(D());
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  alignas(64) T rows[radix][kMost];
  for (int k = 0; k < radix; ++k) hn::Store(v[k], d, rows[k]);
  int64_t p = u / stride, q = u % stride;
  if constexpr (kMost >= 4) {
    if (stride == 4) {
      for (int64_t lane = 0; lane < lanes; lane += 4, ++p)
        for (int k = 0; k < radix; ++k)
          std::memcpy(y + (p * radix + k) * 4, rows[k] + lane, 4 * sizeof(T));
      return;
    }
  }
  T* to = y + p * radix * stride;
  for (int64_t lane = 0; lane < lanes; ++lane) {
    for (int k = 0; k < radix; ++k) to[k * stride + q] = rows[k][lane];
    if (++q == stride) q = 0, to += radix * stride;
  }
}

#if HWY_TARGET != HWY_SCALAR
/// The same of four vectors whose elements go in fours.
template <class D, class T>
HWY_INLINE void scatter_fours(D d, const hn::VFromD<D>* v, T* y) {
  constexpr size_t kFours = hn::MaxLanes(D()) / 4;
  const auto a = v[0], b = v[1], c = v[2], e = v[3];
  if constexpr (kFours <= 1) {
    for (int k = 0; k < 4; ++k) hn::StoreU(v[k], d, y + 4 * k);
  } else if constexpr (kFours == 2) {
    hn::StoreU(hn::ConcatLowerLower(d, b, a), d, y);
    hn::StoreU(hn::ConcatLowerLower(d, e, c), d, y + 8);
    hn::StoreU(hn::ConcatUpperUpper(d, b, a), d, y + 16);
    hn::StoreU(hn::ConcatUpperUpper(d, e, c), d, y + 24);
  } else {
    const auto even_ab = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(b), a),
               odd_ab = hn::OddEvenBlocks(b, hn::SwapAdjacentBlocks(a)),
               even_ce = hn::OddEvenBlocks(hn::SwapAdjacentBlocks(e), c),
               odd_ce = hn::OddEvenBlocks(e, hn::SwapAdjacentBlocks(c));
    hn::StoreU(hn::ConcatLowerLower(d, even_ce, even_ab), d, y);
    hn::StoreU(hn::ConcatLowerLower(d, odd_ce, odd_ab), d, y + 16);
    hn::StoreU(hn::ConcatUpperUpper(d, even_ce, even_ab), d, y + 32);
    hn::StoreU(hn::ConcatUpperUpper(d, odd_ce, odd_ab), d, y + 48);
  }
}
#endif

template <int radix, class D, class T>
HWY_INLINE void spread(D d, const hn::VFromD<D>* v, int64_t u, int64_t stride, T* y) {
#if HWY_TARGET != HWY_SCALAR
  if constexpr (radix == 2)
    if (stride == 1) return hn::StoreInterleaved2(v[0], v[1], d, y + 2 * u);
  if constexpr (radix == 3)
    if (stride == 1) return hn::StoreInterleaved3(v[0], v[1], v[2], d, y + 3 * u);
  if constexpr (radix == 4) {
    if (stride == 1) return hn::StoreInterleaved4(v[0], v[1], v[2], v[3], d, y + 4 * u);
    if (stride == 4 && hn::Lanes(d) >= 4) return scatter_fours(d, v, y + 4 * u);
  }
#endif
  scatter<radix>(d, v, u, stride, y);
}

/// Vectors go over p and q together, since a stride is shorter than they.
template <int radix, class T>
HWY_INLINE void pass_across(const FftPass<T>& pass, const T* xr, const T* xi, T* yr, T* yi,
                            int64_t part, int64_t parts) {
  const hn::ScalableTag<T> d;
  using V = hn::VFromD<decltype(d)>;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  const int64_t step = pass.groups * pass.stride, last = step - lanes;
  const auto [first, end] = part_of(step, lanes, part, parts);
  for (int64_t next = first; next < end; next += lanes) {
    const int64_t u = std::min(next, last);
    Complex<V> x[radix];
    for (int j = 0; j < radix; ++j)
      x[j] = {hn::LoadU(d, xr + u + j * step), hn::LoadU(d, xi + u + j * step)};
    Butterfly<radix>::run(x);
    V real[radix], imaginary[radix];
    for (int k = 0; k < radix; ++k) {
      if (k > 0)
        x[k] = x[k] * Complex<V>{hn::LoadU(d, pass.wr + (k - 1) * step + u),
                                 hn::LoadU(d, pass.wi + (k - 1) * step + u)};
      real[k] = x[k].r, imaginary[k] = x[k].i;
    }
    spread<radix>(d, real, u, pass.stride, yr);
    spread<radix>(d, imaginary, u, pass.stride, yi);
  }
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#endif
