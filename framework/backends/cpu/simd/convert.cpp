#include "framework/backends/cpu/simd/convert.h"

#include "framework/backends/cpu/simd/compute_type.h"
#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/convert.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <type_traits>

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

template <class T>
constexpr bool is_half = std::is_same_v<T, f16> || std::is_same_v<T, bf16>;

template <class To, class From>
HWY_INLINE To convert_one(From x) {
  if constexpr (is_half<From>)
    return convert_one<To>(static_cast<float>(x));
  else if constexpr (std::is_same_v<To, bool>)
    return x != From(0);
  else if constexpr (is_half<To>)
    return To(static_cast<float>(x));
  else if constexpr (std::is_floating_point_v<From> && std::is_integral_v<To>) {
    // through a signed type that holds all of To, so that every value has a defined result
    if constexpr (std::is_same_v<To, uint64_t>)
      if (x >= From(0x1p63)) return static_cast<To>(x);
    constexpr bool narrow = sizeof(To) < 4 || std::is_same_v<To, int32_t>;
    return static_cast<To>(static_cast<std::conditional_t<narrow, int32_t, int64_t>>(x));
  } else
    return static_cast<To>(x);
}

/// f16 by the processor's own instructions, a vector at a time. Where it has none, one by one:
/// Highway's own conversion knows no NaN and no denormals.
template <class From, class To>
size_t convert_vectors([[maybe_unused]] const From* in, [[maybe_unused]] To* out,
                       [[maybe_unused]] size_t count) {
  size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<float> d;
  const hn::Rebind<hwy::float16_t, hn::ScalableTag<float>> half;
  const size_t lanes = hn::Lanes(d);
  if constexpr (std::is_same_v<From, f16> && std::is_same_v<To, float>)
    for (; i + lanes <= count; i += lanes)
      hn::StoreU(hn::PromoteTo(d, hn::LoadU(half, reinterpret_cast<const hwy::float16_t*>(in + i))),
                 d, out + i);
  if constexpr (std::is_same_v<From, float> && std::is_same_v<To, f16>)
    for (; i + lanes <= count; i += lanes)
      hn::StoreU(hn::DemoteTo(half, hn::LoadU(d, in + i)), half,
                 reinterpret_cast<hwy::float16_t*>(out + i));
#endif
  return i;
}

template <class From, class To>
void convert_loop(const void* source, void* target, size_t count) {
  // Compilers make vectors of bytes, not of bool.
  using Stored = std::conditional_t<std::is_same_v<From, bool>, uint8_t, From>;
  const auto* in = static_cast<const Stored*>(source);
  To* out = static_cast<To*>(target);
  for (size_t i = convert_vectors(in, out, count); i < count; ++i) out[i] = convert_one<To>(in[i]);
}

template <class C, class T>
void round_loop(const void* source, void* target, size_t count) {
  const C* in = static_cast<const C*>(source);
  C* out = static_cast<C*>(target);
  alignas(64) T narrow[256];
  for (size_t i = 0; i < count; i += 256) {
    const size_t some = count - i < 256 ? count - i : 256;
    convert_loop<C, T>(in + i, narrow, some);
    convert_loop<T, C>(narrow, out + i, some);
  }
}

Convert choose_load(DType from, DType compute) {
  return for_compute_type(compute, [&]<class C>(C) {
    return dispatch(from, []<class T>(T) -> Convert { return convert_loop<T, C>; });
  });
}
Convert choose_store(DType compute, DType to) {
  return for_compute_type(compute, [&]<class C>(C) {
    return dispatch(to, []<class T>(T) -> Convert { return convert_loop<C, T>; });
  });
}
Convert choose_round(DType compute, DType to) {
  return for_compute_type(compute, [&]<class C>(C) {
    return dispatch(to, []<class T>(T) -> Convert { return round_loop<C, T>; });
  });
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_load);
HWY_EXPORT(choose_store);
HWY_EXPORT(choose_round);

Convert load_as(DType from, DType compute) {
  return HWY_DYNAMIC_DISPATCH(choose_load)(from, compute);
}
Convert store_as(DType compute, DType to) {
  return HWY_DYNAMIC_DISPATCH(choose_store)(compute, to);
}
Convert round_to(DType compute, DType to) {
  return compute == to ? nullptr : HWY_DYNAMIC_DISPATCH(choose_round)(compute, to);
}

}  // namespace cornu::cpu::simd
#endif
