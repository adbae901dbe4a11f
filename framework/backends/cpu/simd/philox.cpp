#include "framework/backends/cpu/simd/philox.h"

#include "framework/backends/cpu/simd/targets.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "framework/backends/cpu/simd/philox.cpp"
#include <hwy/foreach_target.h>

#include <cstring>

#include "framework/backends/cpu/simd/trigonometric.h"

HWY_BEFORE_NAMESPACE();
namespace cornu::cpu::simd::HWY_NAMESPACE {

using Words = hn::ScalableTag<uint32_t>;
using WordVector = hn::VFromD<Words>;

/// Both halves of the product with a constant.
HWY_INLINE void multiply(WordVector a, uint32_t by, WordVector& high, WordVector& low) {
  const Words d;
#if HWY_TARGET == HWY_SCALAR
  const uint64_t product = uint64_t{hn::GetLane(a)} * by;
  high = hn::Set(d, static_cast<uint32_t>(product >> 32));
  low = hn::Set(d, static_cast<uint32_t>(product));
#else
  const hn::RepartitionToWide<Words> wide;
  const auto factor = hn::Set(d, by);
  const auto even = hn::MulEven(a, factor);
  const auto odd = hn::MulEven(hn::BitCast(d, hn::ShiftRight<32>(hn::BitCast(wide, a))), factor);
  high = hn::OddEven(hn::BitCast(d, odd), hn::BitCast(d, hn::ShiftRight<32>(even)));
  low = hn::OddEven(hn::BitCast(d, hn::ShiftLeft<32>(odd)), hn::BitCast(d, even));
#endif
}

/// Philox 4x32-10 at as many counters as a vector has lanes.
HWY_INLINE void philox(const uint32_t* key, uint64_t first, uint32_t attempt, uint32_t* out) {
  const Words d;
  const auto lanes = static_cast<uint32_t>(hn::Lanes(d));
  alignas(64) uint32_t low[64], high[64];
  for (uint32_t i = 0; i < lanes; ++i) {
    low[i] = static_cast<uint32_t>(first + i);
    high[i] = static_cast<uint32_t>((first + i) >> 32);
  }
  WordVector c0 = hn::Load(d, low), c1 = hn::Load(d, high);
  WordVector c2 = hn::Set(d, attempt), c3 = hn::Zero(d);
  uint32_t k0 = key[0], k1 = key[1];
  for (int round = 0; round < 10; ++round) {
    WordVector high0, low0, high1, low1;
    multiply(c0, 0xD2511F53u, high0, low0);
    multiply(c2, 0xCD9E8D57u, high1, low1);
    c0 = hn::Xor(hn::Xor(high1, c1), hn::Set(d, k0));
    c1 = low1;
    c2 = hn::Xor(hn::Xor(high0, c3), hn::Set(d, k1));
    c3 = low0;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
#if HWY_TARGET == HWY_SCALAR
  const WordVector all[] = {c0, c1, c2, c3};
  for (size_t i = 0; i < 4; ++i) out[i] = hn::GetLane(all[i]);
#else
  hn::StoreInterleaved4(c0, c1, c2, c3, d, out);
#endif
}

void words(const uint32_t* key, uint64_t first, size_t count, uint32_t* out) {
  const size_t step = 4 * hn::Lanes(Words());
  size_t i = 0;
  for (; i + step <= count; i += step) philox(key, (first + i) / 4, 0, out + i);
  if (i == count) return;
  alignas(64) uint32_t rest[256];
  philox(key, (first + i) / 4, 0, rest);
  std::memcpy(out + i, rest, (count - i) * sizeof(uint32_t));
}

void blocks(const uint32_t* key, uint64_t first, size_t count, uint32_t attempt, uint32_t* out) {
  const size_t lanes = hn::Lanes(Words());
  alignas(64) uint32_t rest[256];
  for (size_t i = 0; i < count; i += lanes, out += 4 * lanes) {
    const bool whole = i + lanes <= count;
    philox(key, first + i, attempt, whole ? out : rest);
    if (!whole) std::memcpy(out, rest, 4 * (count - i) * sizeof(uint32_t));
  }
}

/// 53 bits of two words, in [0, 1).
HWY_INLINE double wide_unit(const uint32_t* words) {
  return static_cast<double>((uint64_t{words[0]} << 32 | words[1]) >> 11) * 0x1p-53;
}

void uniform_wide(const uint32_t* words, size_t count, double low, double high, double* out) {
  for (size_t i = 0; i < count; ++i) out[i] = low + (high - low) * wide_unit(words + 2 * i);
}

void normal_wide(const uint32_t* words, size_t count, double* first, double* second) {
  const hn::ScalableTag<double> d;
  using L = Lanes<hn::ScalableTag<double>>;
  const size_t lanes = hn::Lanes(d);
  alignas(64) double u[64], v[64], sine[64], cosine[64];
  for (size_t i = 0; i < count; i += lanes) {
    const size_t some = count - i < lanes ? count - i : lanes;
    for (size_t k = 0; k < lanes; ++k) {
      const uint32_t* from = words + 4 * (i + (k < some ? k : 0));
      u[k] = 1 - wide_unit(from);
      v[k] = wide_unit(from + 2);
    }
    const L radius = sqrt(log(L(hn::Load(d, u))) * L(-2));
    const L angle = L(hn::Load(d, v)) * L(6.283185307179586);
    hn::Store((radius * cos(angle)).v, d, cosine);
    hn::Store((radius * sin(angle)).v, d, sine);
    for (size_t k = 0; k < some; ++k) {
      first[i + k] = cosine[k];
      second[i + k] = sine[k];
    }
  }
}

/// 24 bits in [0, 1).
template <class D>
HWY_INLINE Lanes<D> unit(D d, const uint32_t* from) {
  const hn::Rebind<uint32_t, D> du;
  const hn::Rebind<int32_t, D> di;
  const auto bits = hn::BitCast(di, hn::ShiftRight<8>(hn::LoadU(du, from)));
  return Lanes<D>(hn::ConvertTo(d, bits)) * Lanes<D>(0x1p-24);
}

void uniform(uint32_t* words, size_t count, float low, float high) {
  const hn::ScalableTag<float> d;
  using L = Lanes<hn::ScalableTag<float>>;
  const L from = hn::Set(d, low), range = hn::Set(d, high - low);
  for (size_t i = 0; i < count; i += hn::Lanes(d))
    hn::StoreU((from + range * unit(d, words + i)).v, d, reinterpret_cast<float*>(words + i));
}

/// Box and Muller: neighbouring words make neighbouring numbers.
void normal(uint32_t* words, size_t count, float mean, float stddev) {
  const hn::ScalableTag<float> d;
  using L = Lanes<hn::ScalableTag<float>>;
  const size_t lanes = hn::Lanes(d);
  const L scale = hn::Set(d, stddev), middle = hn::Set(d, mean);
  alignas(64) uint32_t u[64], v[64];
  alignas(64) float first[64], second[64];
  for (size_t i = 0; i < count; i += 2 * lanes) {
    for (size_t k = 0; k < lanes; ++k) {
      u[k] = words[i + 2 * k];
      v[k] = words[i + 2 * k + 1];
    }
    const L radius = sqrt(log(unit(d, u) + L(0x1p-24)) * L(-2));
    const L angle = unit(d, v) * L(6.283185307179586);
    hn::Store((middle + scale * radius * cos(angle)).v, d, first);
    hn::Store((middle + scale * radius * sin(angle)).v, d, second);
    float* out = reinterpret_cast<float*>(words + i);
    for (size_t k = 0; k < lanes; ++k) {
      out[2 * k] = first[k];
      out[2 * k + 1] = second[k];
    }
  }
}

void keep(const uint32_t* words, size_t count, uint32_t threshold, uint8_t* bits) {
  for (size_t i = 0; i < count; i += 8) {
    uint32_t byte = 0;
    const size_t some = count - i < 8 ? count - i : 8;
    for (size_t k = 0; k < some; ++k) byte |= static_cast<uint32_t>(words[i + k] >= threshold) << k;
    bits[i / 8] = static_cast<uint8_t>(byte);
  }
}

template <class T>
HWY_INLINE void masked_scale(const T* x, const uint8_t* bits, size_t count, T scale, T* y) {
  size_t i = 0;
#if HWY_TARGET != HWY_SCALAR
  const hn::ScalableTag<T> d;
  const size_t lanes = hn::Lanes(d);
  const auto factor = hn::Set(d, scale);
  if (lanes % 8 == 0)
    for (; i + lanes <= count; i += lanes) {
      uint8_t mask[8] = {};
      std::memcpy(mask, bits + i / 8, lanes / 8);
      const auto kept = hn::LoadMaskBits(d, mask);
      hn::StoreU(hn::IfThenElseZero(kept, hn::Mul(hn::LoadU(d, x + i), factor)), d, y + i);
    }
#endif
  for (; i < count; ++i) y[i] = bits[i / 8] >> i % 8 & 1 ? x[i] * scale : 0;
}
void masked_floats(const float* x, const uint8_t* bits, size_t count, float scale, float* y) {
  masked_scale(x, bits, count, scale, y);
}
void masked_doubles(const double* x, const uint8_t* bits, size_t count, double scale, double* y) {
  masked_scale(x, bits, count, scale, y);
}

const RandomLoops* choose_random_loops() {
  static constexpr RandomLoops loops{words,        uniform,     normal, blocks,
                                     uniform_wide, normal_wide, keep};
  return &loops;
}

}  // namespace cornu::cpu::simd::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace cornu::cpu::simd {

HWY_EXPORT(choose_random_loops);
HWY_EXPORT(masked_floats);
HWY_EXPORT(masked_doubles);

const RandomLoops& random_loops() { return *HWY_DYNAMIC_DISPATCH(choose_random_loops)(); }

void apply_bits(const float* x, const uint8_t* bits, size_t count, float scale, float* y) {
  HWY_DYNAMIC_DISPATCH(masked_floats)(x, bits, count, scale, y);
}
void apply_bits(const double* x, const uint8_t* bits, size_t count, double scale, double* y) {
  HWY_DYNAMIC_DISPATCH(masked_doubles)(x, bits, count, scale, y);
}

}  // namespace cornu::cpu::simd
#endif
