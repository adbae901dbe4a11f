#include "framework/backends/cpu/simd/pool_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/pool_loops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <limits>

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Calls `work(tag, element, channel)` for every vector of channels of every element made; the last
/// channels one by one.
template <class T, class Work>
HWY_INLINE void each_vector(const PoolLine& line, const Work& work) {
  const hn::ScalableTag<T> d;
  const hn::CappedTag<T, 1> one;
  const auto lanes = static_cast<int64_t>(hn::Lanes(d));
  for (int64_t i = 0; i < line.count; ++i) {
    int64_t c = 0;
    for (; c + lanes <= line.channels; c += lanes) work(d, i, c);
    for (; c < line.channels; ++c) work(one, i, c);
  }
}

/// Windows' winners are compared as numbers of the elements' type, which holds them exactly.
template <class D>
HWY_INLINE auto load_index(D d, const uint8_t* from) {
  if constexpr (hn::MaxLanes(D()) == 1) {
    return hn::Set(d, static_cast<hn::TFromD<D>>(*from));
  } else {
    const hn::Rebind<int32_t, D> words;
    const auto winner = hn::PromoteTo(words, hn::LoadU(hn::Rebind<uint8_t, D>(), from));
    if constexpr (sizeof(hn::TFromD<D>) == 4)
      return hn::ConvertTo(d, winner);
    else
      return hn::PromoteTo(d, winner);
  }
}
template <class D, class V>
HWY_INLINE void store_index(D, V winner, uint8_t* to) {
  if constexpr (hn::MaxLanes(D()) == 1) {
    *to = static_cast<uint8_t>(hn::GetLane(winner));
  } else {
    const hn::Rebind<uint8_t, D> narrow;
    const hn::Rebind<int32_t, D> words;
    if constexpr (sizeof(hn::TFromD<D>) == 4)
      hn::StoreU(hn::DemoteTo(narrow, hn::ConvertTo(words, winner)), narrow, to);
    else
      hn::StoreU(hn::DemoteTo(narrow, hn::DemoteTo(words, winner)), narrow, to);
  }
}

template <class T>
struct Largest {
  const PoolLine& line;

  template <class D>
  HWY_INLINE void operator()(D d, int64_t i, int64_t c) const {
    auto best = hn::Set(d, -std::numeric_limits<T>::infinity());
    auto winner = hn::Zero(d);
    bool first = true;
    const PoolSpan span = line.spans[i];
    for (size_t l = 0; l < line.line_count; ++l) {
      int64_t tap = line.taps[l] + span.tap;
      const T* from = static_cast<const T*>(line.lines[l]) + span.first * line.channels + c;
      for (int64_t k = span.first; k < span.last; ++k, ++tap, from += line.channels) {
        const auto x = hn::LoadU(d, from);
        const auto number = hn::Set(d, static_cast<T>(tap));
        const auto wins = hn::Or(hn::Gt(x, best), hn::IsNaN(x));
        best = first ? x : hn::IfThenElse(wins, x, best);
        winner = first ? number : hn::IfThenElse(wins, number, winner);
        first = false;
      }
    }
    const int64_t place = i * line.channels + c;
    hn::StoreU(best, d, static_cast<T*>(line.made) + place);
    if (line.index) store_index(d, winner, line.index + place);
  }
};

template <class T>
struct Gathered {
  const PoolLine& line;

  template <class D>
  HWY_INLINE void operator()(D d, int64_t i, int64_t c) const {
    const int64_t place = i * line.channels + c;
    const auto winner = load_index(d, line.index + place);
    auto y = hn::Zero(d);
    const PoolSpan span = line.spans[i];
    for (size_t l = 0; l < line.line_count; ++l) {
      int64_t tap = line.taps[l] + span.tap;
      const T* from = static_cast<const T*>(line.lines[l]) + span.first * line.channels + c;
      for (int64_t k = span.first; k < span.last; ++k, ++tap, from += line.channels) {
        const auto here = hn::Eq(winner, hn::Set(d, static_cast<T>(tap)));
        y = hn::IfThenElse(here, hn::LoadU(d, from), y);
      }
    }
    hn::StoreU(y, d, static_cast<T*>(line.made) + place);
  }
};

template <class T>
struct Returned {
  const PoolLine& line;

  template <class D>
  HWY_INLINE void operator()(D d, int64_t i, int64_t c) const {
    auto dx = hn::Zero(d);
    const PoolSpan span = line.spans[i];
    for (size_t l = 0; l < line.line_count; ++l) {
      int64_t tap = line.taps[l] + span.tap;
      for (int64_t k = span.first; k < span.last; ++k, tap += line.tap_step) {
        const int64_t from = k * line.channels + c;
        const auto winner = load_index(d, line.winners[l] + from);
        const auto here = hn::Eq(winner, hn::Set(d, static_cast<T>(tap)));
        const auto dy = hn::LoadU(d, static_cast<const T*>(line.lines[l]) + from);
        dx = hn::Add(dx, hn::IfThenElseZero(here, dy));
      }
    }
    hn::StoreU(dx, d, static_cast<T*>(line.made) + i * line.channels + c);
  }
};

template <class T>
struct Averaged {
  const PoolLine& line;

  template <class D>
  HWY_INLINE void operator()(D d, int64_t i, int64_t c) const {
    auto total = hn::Zero(d);
    const PoolSpan span = line.spans[i];
    for (size_t l = 0; l < line.line_count; ++l) {
      const T* from = static_cast<const T*>(line.lines[l]) + span.first * line.channels + c;
      for (int64_t k = span.first; k < span.last; ++k, from += line.channels) {
        const double share = line.shares[l] * (line.span_shares ? line.span_shares[k] : 1.0);
        total = hn::MulAdd(hn::LoadU(d, from), hn::Set(d, static_cast<T>(share)), total);
      }
    }
    if (line.made_shares) total = hn::Div(total, hn::Set(d, static_cast<T>(line.made_shares[i])));
    hn::StoreU(total, d, static_cast<T*>(line.made) + i * line.channels + c);
  }
};

template <class T, template <class> class Work>
void run_line(const PoolLine& line) {
  each_vector<T>(line, Work<T>{line});
}

template <class T>
constexpr PoolLoops loops{run_line<T, Largest>, run_line<T, Gathered>, run_line<T, Returned>,
                          run_line<T, Averaged>};

const PoolLoops* choose_pool_loops(DType dtype) {
  return dtype == DType::f64 ? &loops<double> : &loops<float>;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_pool_loops);

const PoolLoops& pool_loops(DType dtype) { return *HWY_DYNAMIC_DISPATCH(choose_pool_loops)(dtype); }

}  // namespace cornu::cpu::simd
#endif
