#include "framework/backends/cpu/simd/cumulative_loops.h"

#include <string_view>

#include "framework/backends/cpu/simd/compute_type.h"
#include "framework/backends/cpu/simd/targets.h"
#include "framework/base/error.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/cumulative_loops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

struct Sum {
  static constexpr int kFirst = 0;
  template <class V>
  static HWY_INLINE V combine(V total, V x) {
    return hn::Add(total, x);
  }
};
struct Product {
  static constexpr int kFirst = 1;
  template <class V>
  static HWY_INLINE V combine(V total, V x) {
    return hn::Mul(total, x);
  }
};

template <class T, int kFirst>
void start(void* totals, size_t count) {
  for (size_t i = 0; i < count; ++i) static_cast<T*>(totals)[i] = T{kFirst};
}

/// Vectors of 16 bytes, whatever the machine has: all but the last step to the total is done beside
/// those of other vectors, and that is one operation.
template <class T, class Op>
void along(const void* source, const void*, void* target, size_t count, void* running) {
  using D = hn::CappedTag<T, 16 / sizeof(T)>;
  const D d;
  const T* x = static_cast<const T*>(source);
  T* y = static_cast<T*>(target);
  T* last = static_cast<T*>(running);
  [[maybe_unused]] const size_t lanes = hn::Lanes(d);
  [[maybe_unused]] const auto first = hn::Set(d, T{Op::kFirst});
  auto total = hn::Set(d, *last);
  size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  for (; i + lanes <= count; i += lanes) {
    auto v = hn::LoadU(d, x + i);
    v = Op::combine(v, hn::IfThenElse(hn::FirstN(d, 1), first, hn::ShiftLeftLanes<1>(d, v)));
    if constexpr (sizeof(T) == 4)
      v = Op::combine(v, hn::IfThenElse(hn::FirstN(d, 2), first, hn::ShiftLeftLanes<2>(d, v)));
    hn::StoreU(Op::combine(total, v), d, y + i);
    total = Op::combine(total, hn::Broadcast<16 / sizeof(T) - 1>(v));
  }
#endif
  const hn::CappedTag<T, 1> one;
  auto rest = hn::Set(one, hn::GetLane(total));
  for (; i < count; ++i) {
    rest = Op::combine(rest, hn::LoadU(one, x + i));
    hn::StoreU(rest, one, y + i);
  }
  *last = hn::GetLane(rest);
}

template <class T, int kFirst, auto along>
void lines(const void* x, const void* b, void* y, size_t count, size_t lines) {
  for (size_t line = 0; line < lines; ++line) {
    T total{kFirst};
    const size_t at = line * count;
    along(static_cast<const T*>(x) + at, b ? static_cast<const T*>(b) + at : nullptr,
          static_cast<T*>(y) + at, count, &total);
  }
}

template <class T, class Op>
void across(const void* source, const void*, void* target, size_t count, void* running) {
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  const T* x = static_cast<const T*>(source);
  T *y = static_cast<T*>(target), *totals = static_cast<T*>(running);
  const auto step = [&](auto tag, size_t i) HWY_ATTR {
    const auto total = Op::combine(hn::LoadU(tag, totals + i), hn::LoadU(tag, x + i));
    hn::StoreU(total, tag, totals + i);
    hn::StoreU(total, tag, y + i);
  };
  size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) step(d, i);
  for (; i < count; ++i) step(one, i);
}

template <class T>
void recur_along(const void* factors, const void* terms, void* target, size_t count, void* last) {
  const T *a = static_cast<const T*>(factors), *b = static_cast<const T*>(terms);
  T* y = static_cast<T*>(target);
  T total = *static_cast<T*>(last);
  for (size_t i = 0; i < count; ++i) y[i] = total = a[i] * total + b[i];
  *static_cast<T*>(last) = total;
}

template <class T>
void recur_across(const void* factors, const void* terms, void* target, size_t count, void* last) {
  const T *a = static_cast<const T*>(factors), *b = static_cast<const T*>(terms);
  T *y = static_cast<T*>(target), *totals = static_cast<T*>(last);
  for (size_t i = 0; i < count; ++i) {
    const T total = a[i] * totals[i] + b[i];
    totals[i] = total;
    y[i] = total;
  }
}

template <class T>
const CumulativeLoops* choose(std::string_view op) {
  static constexpr CumulativeLoops sums{sizeof(T), start<T, 0>, along<T, Sum>,
                                        lines<T, 0, along<T, Sum>>, across<T, Sum>},
      products{sizeof(T), start<T, 1>, along<T, Product>, lines<T, 1, along<T, Product>>,
               across<T, Product>};
  if (op == "cumsum") return &sums;
  if (op == "cumprod") return &products;
  if constexpr (std::is_floating_point_v<T>) {
    static constexpr CumulativeLoops recurrences{sizeof(T), start<T, 0>, recur_along<T>,
                                                 lines<T, 0, recur_along<T>>, recur_across<T>};
    return &recurrences;
  }
  return nullptr;
}

const CumulativeLoops* choose_cumulative_loops(std::string_view op, DType compute) {
  return for_compute_type(compute, [&]<class T>(T) { return choose<T>(op); });
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_cumulative_loops);

const CumulativeLoops& cumulative_loops(std::string_view op, DType compute) {
  const CumulativeLoops* loops = HWY_DYNAMIC_DISPATCH(choose_cumulative_loops)(op, compute);
  CORNU_CHECK(loops, "no loops of ", op, " for ", compute);
  return *loops;
}

}  // namespace cornu::cpu::simd
#endif
