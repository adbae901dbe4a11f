#include "framework/backends/cpu/simd/arg_loops.h"

#include "framework/backends/cpu/simd/compute_type.h"
#include "framework/backends/cpu/simd/targets.h"
#include "framework/base/error.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/arg_loops.cpp"
#include <hwy/foreach_target.h>

#include "framework/backends/cpu/simd/lanes.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

/// Where x is more extreme than best: beyond it, or the first NaN.
template <bool kLargest, class D, class V>
HWY_INLINE auto beats(D, V x, V best) {
  const auto beyond = kLargest ? hn::Gt(x, best) : hn::Lt(x, best);
  if constexpr (std::is_floating_point_v<hn::TFromD<D>>)
    return hn::Or(beyond, hn::And(hn::IsNaN(x), hn::Not(hn::IsNaN(best))));
  else
    return beyond;
}

/// One vector of columns: extremes and the numbers of their rows stay in registers. Numbers are
/// counted in lanes as wide as the elements, so a call sees fewer than 2^31 rows.
template <bool kLargest, class D>
HWY_INLINE void take_columns(D d, const hn::TFromD<D>* x, size_t rows, size_t stride, int64_t first,
                             hn::TFromD<D>* best, int64_t* number) {
  const hn::RebindToSigned<D> di;
  using Count = hn::TFromD<decltype(di)>;
  auto extreme = hn::LoadU(d, first == 0 ? x : best);
  auto winner = hn::Set(di, Count{-1});  // none of this call's rows
  for (size_t r = first == 0 ? 1 : 0; r < rows; ++r) {
    const auto value = hn::LoadU(d, x + r * stride);
    const auto wins = beats<kLargest>(d, value, extreme);
    extreme = hn::IfThenElse(wins, value, extreme);
    winner = hn::IfThenElse(hn::RebindMask(di, wins), hn::Set(di, static_cast<Count>(r)), winner);
  }
  hn::StoreU(extreme, d, best);
  alignas(64) Count rows_of_winners[hn::MaxLanes(di)];
  hn::Store(winner, di, rows_of_winners);
  for (size_t i = 0; i < hn::Lanes(d); ++i) {
    if (rows_of_winners[i] >= 0)
      number[i] = first + rows_of_winners[i];
    else if (first == 0)
      number[i] = 0;
  }
}

template <class T, bool kLargest>
void take(const void* source, size_t rows, size_t stride, size_t count, int64_t first, void* best,
          int64_t* number) {
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  const T* x = static_cast<const T*>(source);
  T* extremes = static_cast<T*>(best);
  size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d))
    take_columns<kLargest>(d, x + i, rows, stride, first, extremes + i, number + i);
  for (; i < count; ++i)
    take_columns<kLargest>(one, x + i, rows, stride, first, extremes + i, number + i);
}

template <class T, bool kLargest>
int64_t decide(const void* best, const int64_t* number, size_t columns, int64_t width) {
  const T* extremes = static_cast<const T*>(best);
  const auto nan = [](T x) { return x != x; };
  size_t most = 0;
  const auto place = [&](size_t i) { return number[i] * width + static_cast<int64_t>(i); };
  for (size_t i = 1; i < columns; ++i) {
    const T x = extremes[i], y = extremes[most];
    const bool beyond = nan(x) ? !nan(y) : kLargest ? x > y : x < y;
    const bool alike = x == y || (nan(x) && nan(y));
    if (beyond || (alike && place(i) < place(most))) most = i;
  }
  return place(most);
}

template <class T>
const ArgLoops* choose(bool largest) {
  static constexpr ArgLoops most{take<T, true>, decide<T, true>},
      least{take<T, false>, decide<T, false>};
  return largest ? &most : &least;
}

const ArgLoops* choose_arg_loops(bool largest, DType compute) {
  return for_compute_type(compute, [&]<class T>(T) { return choose<T>(largest); });
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_arg_loops);

const ArgLoops& arg_loops(bool largest, DType compute) {
  const ArgLoops* loops = HWY_DYNAMIC_DISPATCH(choose_arg_loops)(largest, compute);
  CORNU_CHECK(loops, "no search of ", compute);
  return *loops;
}

}  // namespace cornu::cpu::simd
#endif
