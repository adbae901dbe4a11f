#include "framework/backends/cpu/simd/reduce_loops.h"

#include "framework/backends/cpu/simd/compute_type.h"
#include "framework/backends/cpu/simd/targets.h"
#include "framework/base/error.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/reduce_loops.cpp"
#include <hwy/foreach_target.h>

#include <limits>

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

struct Sum {
  static constexpr double kStart = 0;
  template <class T>
  static HWY_INLINE T take(T total, T x) {
    return total + x;
  }
};
struct Product {
  static constexpr double kStart = 1;
  template <class T>
  static HWY_INLINE T take(T total, T x) {
    return total * x;
  }
};
struct Largest {
  static constexpr double kStart = -std::numeric_limits<double>::infinity();
  template <class T>
  static HWY_INLINE T take(T total, T x) {
    return max(total, x);
  }
};
struct Smallest {
  static constexpr double kStart = std::numeric_limits<double>::infinity();
  template <class T>
  static HWY_INLINE T take(T total, T x) {
    return min(total, x);
  }
};
struct Any {
  static constexpr double kStart = 0;
  template <class T>
  static HWY_INLINE T take(T total, T x) {
    return logical_or(total, x);
  }
};
struct All {
  static constexpr double kStart = 1;
  template <class T>
  static HWY_INLINE T take(T total, T x) {
    return logical_and(total, x);
  }
};

template <class T, class Op>
constexpr T start_value() {
  if constexpr (std::is_integral_v<T> && Op::kStart > 1)
    return std::numeric_limits<T>::max();
  else if constexpr (std::is_integral_v<T> && Op::kStart < 0)
    return std::numeric_limits<T>::lowest();
  else
    return static_cast<T>(Op::kStart);
}

template <class T, class Op>
void start(void* totals, size_t count) {
  for (size_t i = 0; i < count; ++i) static_cast<T*>(totals)[i] = start_value<T, Op>();
}

template <class T>
void divide(void* totals, size_t count, double by) {
  for (size_t i = 0; i < count; ++i) {
    T& total = static_cast<T*>(totals)[i];
    total = static_cast<T>(static_cast<double>(total) / by);
  }
}

/// Four vectors of partial results, taken together lane by lane at the end: floats in double, so
/// that many lanes cost short rows no digits.
template <class T, class Op>
void row(const void* source, size_t count, void* target) {
  const hn::ScalableTag<T> d;
  using L = Lanes<hn::ScalableTag<T>>;
  const T* x = static_cast<const T*>(source);
  const size_t lanes = hn::Lanes(d);
  const L initial = hn::Set(d, start_value<T, Op>());
  L a = initial, b = initial, c = initial, e = initial;
  size_t i = 0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    a = Op::take(a, L(hn::LoadU(d, x + i)));
    b = Op::take(b, L(hn::LoadU(d, x + i + lanes)));
    c = Op::take(c, L(hn::LoadU(d, x + i + 2 * lanes)));
    e = Op::take(e, L(hn::LoadU(d, x + i + 3 * lanes)));
  }
  for (; i + lanes <= count; i += lanes) a = Op::take(a, L(hn::LoadU(d, x + i)));
  alignas(64) T parts[64 / sizeof(T)];
  for (T& part : parts) part = start_value<T, Op>();
  for (size_t k = 0; i < count; ++i, ++k) parts[k] = x[i];
  b = Op::take(b, L(hn::Load(d, parts)));
  hn::Store(Op::take(Op::take(a, b), Op::take(c, e)).v, d, parts);
  using Wide = std::conditional_t<std::is_same_v<T, float>, double, T>;
  using One = Lanes<hn::CappedTag<Wide, 1>>;
  const hn::CappedTag<Wide, 1> one;
  T& total = *static_cast<T*>(target);
  const auto part = [&](size_t k) { return One(hn::Set(one, static_cast<Wide>(parts[k]))); };
  One even = hn::Set(one, static_cast<Wide>(total)), odd = part(1);  // two chains, half as long
  even = Op::take(even, part(0));
  for (size_t k = 2; k < lanes; k += 2) {
    even = Op::take(even, part(k));
    odd = Op::take(odd, part(k + 1));
  }
  total = static_cast<T>(hn::GetLane(Op::take(even, odd).v));
}

template <class T, class Op>
void columns(const void* source, size_t rows, size_t stride, size_t count, void* target) {
  const hn::ScalableTag<T> d;
  using L = Lanes<hn::ScalableTag<T>>;
  const T* x = static_cast<const T*>(source);
  T* totals = static_cast<T*>(target);
  const size_t lanes = hn::Lanes(d);
  constexpr size_t kRows = 16;  // at once: totals are loaded and stored once for all of them
  for (size_t first = 0; first < rows; first += kRows, x += kRows * stride) {
    const size_t some = rows - first < kRows ? rows - first : kRows;
    size_t i = 0;
    for (; i + lanes <= count; i += lanes) {
      L total = hn::LoadU(d, totals + i);
      for (size_t r = 0; r < some; ++r)
        total = Op::take(total, L(hn::LoadU(d, x + r * stride + i)));
      hn::StoreU(total.v, d, totals + i);
    }
    const hn::CappedTag<T, 1> one;
    using One = Lanes<hn::CappedTag<T, 1>>;
    for (; i < count; ++i) {
      One total = hn::Set(one, totals[i]);
      for (size_t r = 0; r < some; ++r)
        total = Op::take(total, One(hn::Set(one, x[r * stride + i])));
      totals[i] = hn::GetLane(total.v);
    }
  }
}

template <class T, class Op>
constexpr ReduceLoops loops{row<T, Op>, columns<T, Op>, start<T, Op>, divide<T>};

template <class T>
const ReduceLoops* choose(std::string_view op) {
  if (op == "sum" || op == "mean") return &loops<T, Sum>;
  if (op == "prod") return &loops<T, Product>;
  if (op == "max") return &loops<T, Largest>;
  if (op == "min") return &loops<T, Smallest>;
  if (op == "any") return &loops<T, Any>;
  if (op == "all") return &loops<T, All>;
  return nullptr;
}

const ReduceLoops* choose_loops(std::string_view op, DType compute) {
  return for_compute_type(compute, [&]<class T>(T) { return choose<T>(op); });
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_loops);

const ReduceLoops& reduce_loops(std::string_view op, DType compute) {
  const ReduceLoops* loops = HWY_DYNAMIC_DISPATCH(choose_loops)(op, compute);
  CORNU_CHECK(loops, "no loops for ", op, " of ", compute);
  return *loops;
}

}  // namespace cornu::cpu::simd
#endif
