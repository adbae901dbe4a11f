#include "framework/backends/cpu/simd/pool_loops.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/pool_loops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <limits>

#include "framework/backends/reference/arithmetic.h"

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

/// Elements as what is computed with: halves as floats.
template <class D>
HWY_INLINE auto load(D d, const hn::TFromD<D>* from) {
  return hn::LoadU(d, from);
}
template <class D>
HWY_INLINE auto load(D d, const f16* from) {
  if constexpr (hn::MaxLanes(D()) == 1) {
    return hn::Set(d, static_cast<float>(*from));
  } else {
    const hn::Rebind<hwy::float16_t, D> half;
    return hn::PromoteTo(d, hn::LoadU(half, reinterpret_cast<const hwy::float16_t*>(from)));
  }
}
template <class D>
HWY_INLINE auto load(D d, const bf16* from) {
  if constexpr (hn::MaxLanes(D()) == 1) {
    return hn::Set(d, static_cast<float>(*from));
  } else {
    const hn::Rebind<uint32_t, D> words;
    const auto bits = hn::LoadU(hn::Rebind<uint16_t, D>(), reinterpret_cast<const uint16_t*>(from));
    return hn::BitCast(d, hn::ShiftLeft<16>(hn::PromoteTo(words, bits)));
  }
}
template <class D, class V>
HWY_INLINE void store(D d, V value, hn::TFromD<D>* to) {
  hn::StoreU(value, d, to);
}
template <class D, class V>
HWY_INLINE void store(D, V value, f16* to) {
  if constexpr (hn::MaxLanes(D()) == 1) {
    *to = f16(hn::GetLane(value));
  } else {
    const hn::Rebind<hwy::float16_t, D> half;
    hn::StoreU(hn::DemoteTo(half, value), half, reinterpret_cast<hwy::float16_t*>(to));
  }
}
template <class D, class V>
HWY_INLINE void store(D, V value, bf16* to) {
  if constexpr (hn::MaxLanes(D()) == 1) {
    *to = bf16(hn::GetLane(value));
  } else {
    const hn::Rebind<uint32_t, D> words;
    const hn::Rebind<int32_t, D> numbers;
    const hn::Rebind<uint16_t, D> narrow;
    const auto bits = hn::BitCast(words, value);
    const auto odd = hn::And(hn::ShiftRight<16>(bits), hn::Set(words, 1u));
    const auto rounded = hn::Add(hn::Add(bits, hn::Set(words, 0x7fffu)), odd);
    const auto nan = hn::RebindMask(words, hn::IsNaN(value));
    const auto kept = hn::IfThenElse(nan, hn::Or(bits, hn::Set(words, 0x400000u)), rounded);
    hn::StoreU(hn::DemoteTo(narrow, hn::BitCast(numbers, hn::ShiftRight<16>(kept))), narrow,
               reinterpret_cast<uint16_t*>(to));
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

template <class S>
struct Largest {
  const PoolLine& line;

  template <class D>
  HWY_INLINE void operator()(D d, int64_t i, int64_t c) const {
    auto best = hn::Set(d, -std::numeric_limits<hn::TFromD<D>>::infinity());
    auto winner = hn::Zero(d);
    bool first = true;
    const PoolSpan span = line.spans[i];
    for (size_t l = 0; l < line.line_count; ++l) {
      int64_t tap = line.taps[l] + span.tap;
      const S* from = static_cast<const S*>(line.lines[l]) + span.first * line.channels + c;
      for (int64_t k = span.first; k < span.last; ++k, ++tap, from += line.channels) {
        const auto x = load(d, from);
        const auto number = hn::Set(d, static_cast<hn::TFromD<D>>(tap));
        const auto wins = hn::Or(hn::Gt(x, best), hn::IsNaN(x));
        best = first ? x : hn::IfThenElse(wins, x, best);
        winner = first ? number : hn::IfThenElse(wins, number, winner);
        first = false;
      }
    }
    const int64_t place = i * line.channels + c;
    store(d, best, static_cast<S*>(line.made) + place);
    if (line.index) store_index(d, winner, line.index + place);
  }
};

template <class S>
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
      const S* from = static_cast<const S*>(line.lines[l]) + span.first * line.channels + c;
      for (int64_t k = span.first; k < span.last; ++k, ++tap, from += line.channels) {
        const auto here = hn::Eq(winner, hn::Set(d, static_cast<hn::TFromD<D>>(tap)));
        y = hn::IfThenElse(here, load(d, from), y);
      }
    }
    store(d, y, static_cast<S*>(line.made) + place);
  }
};

template <class S>
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
        const auto here = hn::Eq(winner, hn::Set(d, static_cast<hn::TFromD<D>>(tap)));
        const auto dy = load(d, static_cast<const S*>(line.lines[l]) + from);
        dx = hn::Add(dx, hn::IfThenElseZero(here, dy));
      }
    }
    store(d, dx, static_cast<S*>(line.made) + i * line.channels + c);
  }
};

template <class S>
struct Averaged {
  const PoolLine& line;

  template <class D>
  HWY_INLINE void operator()(D d, int64_t i, int64_t c) const {
    auto total = hn::Zero(d);
    const PoolSpan span = line.spans[i];
    for (size_t l = 0; l < line.line_count; ++l) {
      const S* from = static_cast<const S*>(line.lines[l]) + span.first * line.channels + c;
      for (int64_t k = span.first; k < span.last; ++k, from += line.channels) {
        const double share = line.shares[l] * (line.span_shares ? line.span_shares[k] : 1.0);
        total = hn::MulAdd(load(d, from), hn::Set(d, static_cast<hn::TFromD<D>>(share)), total);
      }
    }
    if (line.made_shares)
      total = hn::Div(total, hn::Set(d, static_cast<hn::TFromD<D>>(line.made_shares[i])));
    store(d, total, static_cast<S*>(line.made) + i * line.channels + c);
  }
};

template <class S, template <class> class Work>
void run_line(const PoolLine& line) {
  each_vector<reference::Compute<S>>(line, Work<S>{line});
}

template <class S>
constexpr PoolLoops loops{run_line<S, Largest>, run_line<S, Gathered>, run_line<S, Returned>,
                          run_line<S, Averaged>};

const PoolLoops* choose_pool_loops(DType dtype) {
  switch (dtype) {
    case DType::f16:
      return &loops<f16>;
    case DType::bf16:
      return &loops<bf16>;
    case DType::f64:
      return &loops<double>;
    default:
      return &loops<float>;
  }
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_pool_loops);

const PoolLoops& pool_loops(DType dtype) { return *HWY_DYNAMIC_DISPATCH(choose_pool_loops)(dtype); }

}  // namespace cornu::cpu::simd
#endif
