#include "framework/backends/cpu/simd/resample_loops.h"

#include <algorithm>

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/resample_loops.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

template <class D, class T>
HWY_INLINE auto sum_at(D d, const T* x, const size_t* offsets, const T* weights, size_t terms) {
  auto total = hn::Mul(hn::LoadU(d, x + offsets[0]), hn::Set(d, weights[0]));
  for (size_t k = 1; k < terms; ++k)
    total = hn::MulAdd(hn::LoadU(d, x + offsets[k]), hn::Set(d, weights[k]), total);
  return total;
}

template <class T>
void combine(const void* source, const size_t* offsets, const void* factors, size_t terms,
             size_t count, void* target) {
  const T* x = static_cast<const T*>(source);
  const T* weights = static_cast<const T*>(factors);
  T* y = static_cast<T*>(target);
  if (terms == 0) {  // an element that no result is made of has no gradient
    std::fill_n(y, count, T{0});
    return;
  }
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    auto a = hn::Zero(d), b = a, c = a, e = a;
    for (size_t k = 0; k < terms; ++k) {
      const T* from = x + offsets[k] + i;
      const auto weight = hn::Set(d, weights[k]);
      a = hn::MulAdd(hn::LoadU(d, from), weight, a);
      b = hn::MulAdd(hn::LoadU(d, from + lanes), weight, b);
      c = hn::MulAdd(hn::LoadU(d, from + 2 * lanes), weight, c);
      e = hn::MulAdd(hn::LoadU(d, from + 3 * lanes), weight, e);
    }
    hn::StoreU(a, d, y + i);
    hn::StoreU(b, d, y + i + lanes);
    hn::StoreU(c, d, y + i + 2 * lanes);
    hn::StoreU(e, d, y + i + 3 * lanes);
  }
  for (; i + lanes <= count; i += lanes)
    hn::StoreU(sum_at(d, x + i, offsets, weights, terms), d, y + i);
  for (; i < count; ++i) hn::StoreU(sum_at(one, x + i, offsets, weights, terms), one, y + i);
}

/// Pixels of few channels, each a vector of `kLanes`: what lies behind a pixel comes along, and the
/// next result overwrites it. Those at the ends of both lines have no room for that.
template <class T, size_t kLanes>
void pixels(const void* source, const ResampleTerms& table, size_t count, size_t length,
            void* target) {
  const T* line = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  const hn::CappedTag<T, kLanes> d;
  const size_t lanes = hn::Lanes(d);
  const size_t results = table.rows() * count;
  const T* weights = static_cast<const T*>(table.weight(0));
  for (size_t j = 0; j < table.rows(); ++j) {
    const size_t first = table.starts[j], end = table.starts[j + 1];
    if (end > first && table.offsets[end - 1] + lanes <= length && j * count + lanes <= results)
      hn::StoreU(sum_at(d, line, table.offsets.data() + first, weights + first, end - first), d,
                 y + j * count);
    else
      combine<T>(line, table.offsets.data() + first, weights + first, end - first, count,
                 y + j * count);
  }
}

/// Two terms down, two across: bilinear.
template <class D, class T>
HWY_INLINE void cell(D d, const T* top, const T* bottom, const T* down, const size_t* places,
                     const T* across, size_t count, T* y) {
  const T *a = top + places[0], *b = top + places[1];
  const T *c = bottom + places[0], *e = bottom + places[1];
  const auto left = hn::Set(d, across[0]), right = hn::Set(d, across[1]);
  const auto upper = hn::Set(d, down[0]), lower = hn::Set(d, down[1]);
  const size_t lanes = hn::Lanes(d);
  const auto at = [&](size_t i) HWY_ATTR {
    const auto above = hn::MulAdd(hn::LoadU(d, b + i), right, hn::Mul(hn::LoadU(d, a + i), left));
    const auto below = hn::MulAdd(hn::LoadU(d, e + i), right, hn::Mul(hn::LoadU(d, c + i), left));
    hn::StoreU(hn::MulAdd(below, lower, hn::Mul(above, upper)), d, y + i);
  };
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) at(i);
  if (i < count) at(count - lanes);
}

template <class T>
void cells(const void* source, const size_t* offsets, const void* factors, size_t terms,
           const ResampleTerms& across, size_t count, void* target) {
  const T* x = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  const T* down = static_cast<const T*>(factors);
  const T* weights = static_cast<const T*>(across.weight(0));
  const hn::ScalableTag<T> d;
  for (size_t j = 0; j < across.rows(); ++j, y += count) {
    const size_t first = across.starts[j], end = across.starts[j + 1];
    if (terms == 2 && end - first == 2 && count >= hn::Lanes(d)) {
      cell(d, x + offsets[0], x + offsets[1], down, across.offsets.data() + first, weights + first,
           count, y);
      continue;
    }
    size_t cell_offsets[ResampleLoops::kCells];
    T cell_weights[ResampleLoops::kCells];
    size_t n = 0;
    for (size_t r = 0; r < terms; ++r)
      for (size_t k = first; k < end; ++k) {
        cell_offsets[n] = offsets[r] + across.offsets[k];
        cell_weights[n++] = down[r] * weights[k];
      }
    combine<T>(x, cell_offsets, cell_weights, n, count, y);
  }
}

/// Single elements.
template <class T>
void points(const void* source, const ResampleTerms& table, void* target) {
  const T* line = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  const T* weights = static_cast<const T*>(table.weight(0));
  const size_t* offsets = table.offsets.data();
  if (table.most == 1 && table.offsets.size() == table.rows()) {
    for (size_t j = 0; j < table.rows(); ++j) y[j] = weights[j] * line[offsets[j]];
    return;
  }
  for (size_t j = 0; j < table.rows(); ++j) {
    T sum = 0;
    for (size_t k = table.starts[j]; k < table.starts[j + 1]; ++k)
      sum += weights[k] * line[offsets[k]];
    y[j] = sum;
  }
}

template <class T>
void columns(const void* line, const ResampleTerms& table, size_t count, size_t length, void* y) {
  const hn::ScalableTag<T> d;
  if (count == 1) return points<T>(line, table, y);
  if (count <= 2 && hn::Lanes(d) >= 2) return pixels<T, 2>(line, table, count, length, y);
  if (count <= 4 && hn::Lanes(d) >= 4) return pixels<T, 4>(line, table, count, length, y);
  if (count <= 8 && hn::Lanes(d) >= 8) return pixels<T, 8>(line, table, count, length, y);
  if (count <= 16 && hn::Lanes(d) >= 16) return pixels<T, 16>(line, table, count, length, y);
  for (size_t j = 0; j < table.rows(); ++j) {
    const size_t first = table.starts[j];
    combine<T>(line, table.offsets.data() + first, table.weight(first), table.starts[j + 1] - first,
               count, static_cast<T*>(y) + j * count);
  }
}

template <class T>
constexpr ResampleLoops loops{combine<T>, columns<T>, cells<T>};

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
