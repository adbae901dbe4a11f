#include "framework/backends/cpu/simd/softmax_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/softmax_loops.cpp"
#include <hwy/foreach_target.h>

#include <limits>

#include "framework/backends/cpu/simd/transcendental.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// Calls `work(vector, place)` on a row; the last, partial vector is read with `fill` behind it and
/// `work`'s result is written, if it has one, only where the row is.
template <class T, class Work>
HWY_INLINE void each_vector(const T* x, size_t count, T fill, T* y, const Work& work) {
  const hn::ScalableTag<T> d;
  using L = Lanes<hn::ScalableTag<T>>;
  const size_t lanes = hn::Lanes(d);
  constexpr bool writes = !std::is_void_v<decltype(work(L()))>;
  size_t i = 0;
  for (; i + lanes <= count; i += lanes) {
    if constexpr (writes)
      hn::StoreU(work(L(hn::LoadU(d, x + i))).v, d, y + i);
    else
      work(L(hn::LoadU(d, x + i)));
  }
  if (i == count) return;
  const auto here = hn::FirstN(d, count - i);
  const L last = hn::IfThenElse(here, hn::MaskedLoad(here, d, x + i), hn::Set(d, fill));
  if constexpr (writes)
    hn::BlendedStore(work(last).v, here, d, y + i);
  else
    work(last);
}

template <class T>
struct Row {
  using D = hn::ScalableTag<T>;
  using L = Lanes<D>;
  static constexpr T kLowest = -std::numeric_limits<T>::infinity();

  static T largest(const T* x, size_t count) {
    L top = hn::Set(D(), kLowest);
    each_vector<T>(x, count, kLowest, nullptr, [&](L v) HWY_ATTR { top = L(hn::Max(top.v, v.v)); });
    return hn::GetLane(hn::MaxOfLanes(D(), top.v));
  }
  /// Σ exp(x - top); each exponential is kept in `y` unless that is null.
  static T exponentials(const T* x, size_t count, T top, T* y) {
    const L shift = hn::Set(D(), top);
    L total;
    if (y)
      each_vector<T>(x, count, kLowest, y, [&](L v) HWY_ATTR {
        const L e = exp(v - shift);
        total = total + e;
        return e;
      });
    else
      each_vector<T>(x, count, kLowest, nullptr,
                     [&](L v) HWY_ATTR { total = total + exp(v - shift); });
    return hn::GetLane(hn::SumOfLanes(D(), total.v));
  }
  static void scale(T* y, size_t count, T by) {
    const L factor = hn::Set(D(), by);
    each_vector<T>(y, count, 0, y, [&](L v) HWY_ATTR { return v * factor; });
  }
};

template <class T>
T log_of(T x) {
  return reference::log(x);
}

template <class T>
void along(const void* source, size_t rows, size_t count, bool logarithm, void* target) {
  using L = typename Row<T>::L;
  const T* x = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  for (size_t r = 0; r < rows; ++r, x += count, y += count) {
    const T top = Row<T>::largest(x, count);
    const T total = Row<T>::exponentials(x, count, top, logarithm ? nullptr : y);
    if (!logarithm) {
      Row<T>::scale(y, count, 1 / total);
      continue;
    }
    // In this order, so that the whole of a certain class is exactly 0.
    const L shift = hn::Set(typename Row<T>::D(), top);
    const L log_total = hn::Set(typename Row<T>::D(), log_of(total));
    each_vector<T>(x, count, 0, y, [&](L v) HWY_ATTR { return v - shift - log_total; });
  }
}

template <class T>
void down(const void* source, size_t rows, size_t stride, size_t count, bool logarithm,
          void* target) {
  using L = typename Row<T>::L;
  const typename Row<T>::D d;
  const T* x = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  const size_t lanes = hn::Lanes(d);
  alignas(64) T top[SoftmaxLoops::kMostColumns + 64], total[SoftmaxLoops::kMostColumns + 64];
  for (size_t i = 0; i < count + lanes; ++i) {
    top[i] = Row<T>::kLowest;
    total[i] = 0;
  }
  // `at`: where the columns' own values lie in top and total.
  const auto each_row = [&](const T* from, const auto& work) HWY_ATTR {
    for (size_t r = 0; r < rows; ++r) {
      size_t place = 0;
      each_vector<T>(from + r * stride, count, 0, y + r * stride, [&](L v) HWY_ATTR {
        const size_t at = place;
        place += lanes;
        return work(v, at);
      });
    }
  };
  each_row(x, [&](L v, size_t at)
                  HWY_ATTR { hn::Store(hn::Max(hn::Load(d, top + at), v.v), d, top + at); });
  each_row(x, [&](L v, size_t at) HWY_ATTR {
    const L shifted = v - L(hn::Load(d, top + at)), e = exp(shifted);
    hn::Store(hn::Add(hn::Load(d, total + at), e.v), d, total + at);
    return logarithm ? shifted : e;
  });
  for (size_t i = 0; i < count; i += lanes) {
    const L sum = hn::Load(d, total + i);
    hn::Store(logarithm ? log(sum).v : (L(1) / sum).v, d, total + i);
  }
  each_row(y, [&](L v, size_t at) HWY_ATTR {
    const L last = hn::Load(d, total + at);
    return logarithm ? v - last : v * last;
  });
}

template <class T>
void cross_entropy(const void* source, const int64_t* labels, size_t rows, size_t count,
                   void* target) {
  const T* x = static_cast<const T*>(source);
  for (size_t r = 0; r < rows; ++r, x += count) {
    const T top = Row<T>::largest(x, count);
    const T total = Row<T>::exponentials(x, count, top, nullptr);
    static_cast<T*>(target)[r] = (top - x[labels[r]]) + log_of(total);
  }
}

template <class T>
void cross_entropy_grad(const void* source, const int64_t* labels, const void* dy, size_t rows,
                        size_t count, void* target) {
  const T* x = static_cast<const T*>(source);
  T* dx = static_cast<T*>(target);
  for (size_t r = 0; r < rows; ++r, x += count, dx += count) {
    const T top = Row<T>::largest(x, count), by = static_cast<const T*>(dy)[r];
    const T total = Row<T>::exponentials(x, count, top, dx);
    Row<T>::scale(dx, count, by / total);
    if (labels[r] >= 0 && static_cast<size_t>(labels[r]) < count) dx[labels[r]] -= by;
  }
}

template <class T>
constexpr SoftmaxLoops loops{along<T>, down<T>, cross_entropy<T>, cross_entropy_grad<T>};

const SoftmaxLoops* choose_softmax_loops(DType dtype) {
  return dtype == DType::f64 ? &loops<double> : &loops<float>;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_softmax_loops);

const SoftmaxLoops& softmax_loops(DType dtype) {
  return *HWY_DYNAMIC_DISPATCH(choose_softmax_loops)(dtype);
}

}  // namespace cornu::cpu::simd
#endif
