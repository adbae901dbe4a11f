#include <algorithm>
#include <cmath>

#include "framework/backends/cpu/simd/convert.h"
#include "framework/backends/cpu/simd/philox.h"
#include "framework/backends/reference/arithmetic.h"
#include "framework/base/team.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kTile = 1024, kChunk = 16 * kTile;

/// Makes the elements [first, first + count), at most kTile, of the stream of a key.
class RandomKernel final : public PreparedKernel {
 public:
  explicit RandomKernel(const KernelArgs& args)
      : attrs_(args.as<RandomAttrs>()),
        count_(args.out[0].shape.elements()),
        from_float_(store_as(DType::f32, attrs_.dtype)),
        from_double_(store_as(DType::f64, attrs_.dtype)) {
    const DType dtype = attrs_.dtype;
    if (args.def.name == "random_bits")
      make_ = &RandomKernel::bits;
    else if (is_integer(dtype))
      make_ = &RandomKernel::integers;
    else if (attrs_.truncated)
      make_ = &RandomKernel::truncated;
    else if (args.def.name == "random_uniform")
      make_ = dtype == DType::f64 ? &RandomKernel::wide_uniform : &RandomKernel::uniform;
    else
      make_ = dtype == DType::f64 ? &RandomKernel::wide_normal : &RandomKernel::normal;
  }

  void run(Stream&, const Operands& operands) const override {
    const auto size = static_cast<int64_t>(size_of(attrs_.dtype));
    parallel_for(count_, kChunk, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; i += kTile)
        (this->*make_)(operands.input<uint32_t>(0), static_cast<uint64_t>(i),
                       static_cast<size_t>(std::min(kTile, end - i)),
                       operands.output<std::byte>() + i * size);
    });
  }

 private:
  void bits(const uint32_t* key, uint64_t first, size_t count, std::byte* out) const {
    alignas(64) uint32_t words[kTile];
    loops_.words(key, first, count, words);
    dispatch(attrs_.dtype, [&]<class T>(T) {
      for (size_t i = 0; i < count; ++i)
        reinterpret_cast<T*>(out)[i] = T(static_cast<reference::Compute<T>>(words[i]));
    });
  }

  void integers(const uint32_t* key, uint64_t first, size_t count, std::byte* out) const {
    alignas(64) uint32_t words[4 * kTile];
    loops_.blocks(key, first, count, 0, words);
    const auto range = static_cast<uint64_t>(attrs_.high - attrs_.low);
    const auto low = static_cast<uint64_t>(static_cast<int64_t>(attrs_.low));
    dispatch(attrs_.dtype, [&]<class T>(T) {
      if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
        for (size_t i = 0; i < count; ++i) {
          const uint64_t wide = uint64_t{words[4 * i]} << 32 | words[4 * i + 1];
          reinterpret_cast<T*>(out)[i] = static_cast<T>(low + (range == 0 ? wide : wide % range));
        }
    });
  }

  void uniform(const uint32_t* key, uint64_t first, size_t count, std::byte* out) const {
    alignas(64) uint32_t tile[kTile];
    loops_.words(key, first, kTile, tile);  // whole: loops take whole vectors
    loops_.uniform(tile, count, static_cast<float>(attrs_.low), static_cast<float>(attrs_.high));
    from_float_(tile, out, count);
  }

  void normal(const uint32_t* key, uint64_t first, size_t count, std::byte* out) const {
    alignas(64) uint32_t tile[kTile];
    loops_.words(key, first, kTile, tile);
    loops_.normal(tile, count, static_cast<float>(attrs_.mean), static_cast<float>(attrs_.stddev));
    from_float_(tile, out, count);
  }

  void wide_uniform(const uint32_t* key, uint64_t first, size_t count, std::byte* out) const {
    alignas(64) uint32_t words[2 * kTile];
    loops_.words(key, 2 * first, 2 * count, words);
    loops_.uniform_wide(words, count, attrs_.low, attrs_.high, reinterpret_cast<double*>(out));
  }

  void wide_normal(const uint32_t* key, uint64_t first, size_t count, std::byte* out) const {
    alignas(64) uint32_t words[2 * kTile + 2];
    alignas(64) double pairs[2][kTile / 2];
    loops_.words(key, 2 * first, 2 * (count + count % 2), words);
    loops_.normal_wide(words, (count + 1) / 2, pairs[0], pairs[1]);
    for (size_t i = 0; i < count; ++i)
      reinterpret_cast<double*>(out)[i] = attrs_.mean + attrs_.stddev * pairs[i % 2][i / 2];
  }

  /// Drawn again, with the next attempt's words, where the number is beyond two deviations.
  void truncated(const uint32_t* key, uint64_t first, size_t count, std::byte* out) const {
    alignas(64) uint32_t words[4 * kTile];
    alignas(64) double numbers[kTile], unused[kTile];
    loops_.blocks(key, first, count, 1, words);
    loops_.normal_wide(words, count, numbers, unused);
    for (size_t i = 0; i < count; ++i) {
      for (uint32_t attempt = 2; std::fabs(numbers[i]) > 2; ++attempt) {
        loops_.blocks(key, first + i, 1, attempt, words);
        loops_.normal_wide(words, 1, numbers + i, unused);
      }
      numbers[i] = attrs_.mean + attrs_.stddev * numbers[i];
    }
    from_double_(numbers, out, count);
  }

  RandomAttrs attrs_;
  int64_t count_;
  const RandomLoops& loops_ = random_loops();
  void (RandomKernel::*make_)(const uint32_t*, uint64_t, size_t, std::byte*) const = nullptr;
  Convert from_float_, from_double_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<RandomKernel>(args);
}

}  // namespace

extern constinit const Kernel random_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
