#include "framework/backends/cpu/onednn/relu.h"

#include <cstdint>

#include "framework/base/team.h"

namespace cornu::cpu::onednn {

namespace {

constexpr int64_t kChunk = 16384;

template <class T, class F>
void each(T* elements, size_t count, const F& f) {
  parallel_for(static_cast<int64_t>(count), kChunk, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) elements[i] = f(elements[i]);
  });
}

}  // namespace

void relu_in_place(float* elements, size_t count) {
  each(elements, count, [](float x) { return x <= 0.f ? 0.f : x; });  // false for NaN
}

void relu_in_place_bf16(void* elements, size_t count) {
  constexpr uint16_t kSign = 0x8000, kMinusInfinity = 0xff80;
  each(static_cast<uint16_t*>(elements), count,
       [](uint16_t bits) { return bits >= kSign && bits <= kMinusInfinity ? uint16_t{0} : bits; });
}

}  // namespace cornu::cpu::onednn
