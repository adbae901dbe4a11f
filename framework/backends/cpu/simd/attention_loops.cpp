#include "framework/backends/cpu/simd/attention_loops.h"

#include "framework/backends/cpu/simd/targets.h"
#include "framework/ops/dot_product_attention.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/attention_loops.cpp"
#include <hwy/foreach_target.h>

#include <limits>

#include "framework/backends/cpu/simd/transcendental.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

template <class T>
using Tag = hn::ScalableTag<T>;

/// The first `count` elements of a vector, zeros behind.
template <class T>
HWY_INLINE auto load(const T* x, size_t count) {
  const hn::ScalableTag<T> d;
  return count >= hn::Lanes(d) ? hn::LoadU(d, x) : hn::MaskedLoad(hn::FirstN(d, count), d, x);
}
template <class T, class V>
HWY_INLINE void store(V v, T* y, size_t count) {
  const hn::ScalableTag<T> d;
  if (count >= hn::Lanes(d))
    hn::StoreU(v, d, y);
  else
    hn::BlendedStore(v, hn::FirstN(d, count), d, y);
}

/// Calls `work(place, lanes that count)` for a row's vectors.
template <class T, class Work>
HWY_INLINE void each_vector(int64_t count, const Work& work) {
  const auto lanes = static_cast<int64_t>(hn::Lanes(Tag<T>()));
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) work(i, static_cast<size_t>(lanes));
  if (i < count) work(i, static_cast<size_t>(count - i));
}

template <class T>
HWY_INLINE T* row_of(const AttentionBlock& block, int64_t row) {
  return static_cast<T*>(block.logits) + row * AttentionBlock::kColumns;
}

template <class T>
void transpose(const void* source, int64_t x_row, int64_t rows, int64_t columns, void* target) {
  constexpr int64_t kTile = 16;  // rows, of which each gives a cache line's part of y
  const T* x = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  for (int64_t first = 0; first < rows; first += kTile) {
    const int64_t last = rows < first + kTile ? rows : first + kTile;
    for (int64_t c = 0; c < columns; ++c)
      for (int64_t r = first; r < last; ++r) y[c * rows + r] = x[r * x_row + c];
  }
}

/// Columns behind the last one, up to a whole vector, become minus infinity.
template <class T>
void prepare(const AttentionBlock& block, const AttentionExtras& extras) {
  const Tag<T> d;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  constexpr T kMasked = static_cast<T>(kMaskedLogit);
  const auto scale = hn::Set(d, static_cast<T>(extras.scale));
  for (int64_t r = 0; r < block.rows; ++r) {
    T* x = row_of<T>(block, r);
    const T* bias = static_cast<const T*>(extras.bias);
    const bool* mask = extras.mask;
    if (bias) bias += r * extras.bias_row;
    if (mask) mask += r * extras.mask_row;
    if (bias && extras.bias_column == 0)
      each_vector<T>(block.columns, [&](int64_t i, size_t) HWY_ATTR {
        hn::Store(hn::MulAdd(hn::Load(d, x + i), scale, hn::Set(d, *bias)), d, x + i);
      });
    else if (bias)
      each_vector<T>(block.columns, [&](int64_t i, size_t count) HWY_ATTR {
        hn::Store(hn::MulAdd(hn::Load(d, x + i), scale, load<T>(bias + i, count)), d, x + i);
      });
    else
      each_vector<T>(block.columns, [&](int64_t i, size_t) HWY_ATTR {
        hn::Store(hn::Mul(hn::Load(d, x + i), scale), d, x + i);
      });
    if (mask)
      for (int64_t i = 0; i < block.columns; ++i)
        x[i] = mask[i * extras.mask_column] ? x[i] : kMasked;
    const int64_t seen = extras.seen + r;
    for (int64_t i = seen < 0 ? 0 : seen; i < block.columns; ++i) x[i] = kMasked;
    for (int64_t i = block.columns; i % lanes != 0; ++i) x[i] = -std::numeric_limits<T>::infinity();
  }
}

template <class T>
void advance(const AttentionBlock& block, bool first, void* statistics, void* target, int64_t y_row,
             int64_t width) {
  const Tag<T> d;
  using L = Lanes<Tag<T>>;
  constexpr T kLowest = -std::numeric_limits<T>::infinity();
  T* kept = static_cast<T*>(statistics);
  T* y = static_cast<T*>(target);
  for (int64_t r = 0; r < block.rows; ++r, y += y_row) {
    T* x = row_of<T>(block, r);
    const T before = first ? kLowest : kept[2 * r];
    auto largest = hn::Set(d, before);
    each_vector<T>(block.columns, [&](int64_t i, size_t) HWY_ATTR {
      largest = max(L(largest), L(hn::Load(d, x + i))).v;
    });
    T top = before;
    alignas(64) T each[hn::MaxLanes(Tag<T>())];
    hn::Store(largest, d, each);
    for (size_t i = 0; i < hn::Lanes(d); ++i)
      top = each[i] > top || each[i] != each[i] ? each[i] : top;
    // Nothing but logits of minus infinity, so far: their exponentials are 0.
    const L shift = hn::Set(d, top == kLowest ? 0 : top);
    L total;
    each_vector<T>(block.columns, [&](int64_t i, size_t) HWY_ATTR {
      const L e = exp(L(hn::Load(d, x + i)) - shift);
      hn::Store(e.v, d, x + i);
      total = total + e;
    });
    T sum = hn::GetLane(hn::SumOfLanes(d, total.v));
    if (!first && before != top) {
      alignas(64) T factor[hn::MaxLanes(Tag<T>())];
      hn::Store(exp(L(hn::Set(d, before)) - shift).v, d, factor);
      const auto by = hn::Set(d, factor[0]);
      each_vector<T>(width, [&](int64_t i, size_t count) HWY_ATTR {
        store<T>(hn::Mul(load<T>(y + i, count), by), y + i, count);
      });
      sum += kept[2 * r + 1] * factor[0];
    } else if (!first) {
      sum += kept[2 * r + 1];
    }
    kept[2 * r] = top;
    kept[2 * r + 1] = sum;
  }
}

template <class T>
void divide(int64_t rows, const void* statistics, void* target, int64_t y_row, int64_t width) {
  const Tag<T> d;
  const T* kept = static_cast<const T*>(statistics);
  T* y = static_cast<T*>(target);
  for (int64_t r = 0; r < rows; ++r, y += y_row) {
    const auto by = hn::Set(d, 1 / kept[2 * r + 1]);
    each_vector<T>(width, [&](int64_t i, size_t count) HWY_ATTR {
      store<T>(hn::Mul(load<T>(y + i, count), by), y + i, count);
    });
  }
}

template <class T>
void products(const void* first, const void* second, int64_t row, int64_t rows, int64_t width,
              void* sums) {
  const Tag<T> d;
  const T *y = static_cast<const T*>(first), *dy = static_cast<const T*>(second);
  for (int64_t r = 0; r < rows; ++r, y += row, dy += row) {
    auto total = hn::Zero(d);
    each_vector<T>(width, [&](int64_t i, size_t count) HWY_ATTR {
      total = hn::MulAdd(load<T>(y + i, count), load<T>(dy + i, count), total);
    });
    static_cast<T*>(sums)[r] = hn::GetLane(hn::SumOfLanes(d, total));
  }
}

template <class T>
void gradient(const AttentionBlock& block, const void* statistics, const void* products,
              double scale, void* target) {
  const Tag<T> d;
  using L = Lanes<Tag<T>>;
  const T* kept = static_cast<const T*>(statistics);
  const auto masked = hn::Set(d, static_cast<T>(kMaskedLogit));
  for (int64_t r = 0; r < block.rows; ++r) {
    T *x = row_of<T>(block, r), *dp = static_cast<T*>(target) + r * AttentionBlock::kColumns;
    const L top = hn::Set(d, kept[2 * r]), share = hn::Set(d, 1 / kept[2 * r + 1]);
    const L mean = hn::Set(d, static_cast<const T*>(products)[r]);
    const L by = hn::Set(d, static_cast<T>(scale));
    each_vector<T>(block.columns, [&](int64_t i, size_t) HWY_ATTR {
      const L logit = hn::Load(d, x + i);
      const L p = exp(logit - top) * share;
      const L change = p * (L(hn::Load(d, dp + i)) - mean) * by;
      hn::Store(p.v, d, x + i);
      hn::Store(hn::IfThenZeroElse(hn::Eq(logit.v, masked), change.v), d, dp + i);
    });
  }
}

template <class T>
constexpr AttentionLoops loops{transpose<T>, prepare<T>,  advance<T>,
                               divide<T>,    products<T>, gradient<T>};

const AttentionLoops* choose_attention_loops(DType dtype) {
  return dtype == DType::f64 ? &loops<double> : &loops<float>;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_attention_loops);

const AttentionLoops& attention_loops(DType dtype) {
  return *HWY_DYNAMIC_DISPATCH(choose_attention_loops)(dtype);
}

}  // namespace cornu::cpu::simd
#endif
