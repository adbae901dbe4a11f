#include <algorithm>
#include <cmath>

#include "framework/backends/cpu/simd/convert.h"
#include "framework/backends/cpu/simd/philox.h"
#include "framework/base/team.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kTile = 1024, kChunk = 16 * kTile;

/// y = x * scale where the bit is set; halves go over a tile of floats.
struct Masked {
  DType dtype;
  Convert load, store;  // null: f64
  double factor;

  void run(const std::byte* x, const uint8_t* bits, size_t count, std::byte* y) const {
    if (dtype == DType::f64) {
      apply_bits(reinterpret_cast<const double*>(x), bits, count, factor,
                 reinterpret_cast<double*>(y));
      return;
    }
    const auto scale = static_cast<float>(factor);
    alignas(64) float tile[kTile];
    if (dtype == DType::f32) {
      apply_bits(reinterpret_cast<const float*>(x), bits, count, scale,
                 reinterpret_cast<float*>(y));
      return;
    }
    load(x, tile, count);
    apply_bits(tile, bits, count, scale, tile);
    store(tile, y, count);
  }
};

void run(const KernelArgs& args, const Operands& operands) {
  const DType dtype = args.in[0].dtype;
  const double rate = args.as<DropoutAttrs>().rate;
  const bool draws = args.def.name == "dropout";
  const bool wide = dtype == DType::f64;
  const Masked masked{dtype, wide ? nullptr : load_as(dtype, DType::f32),
                      wide ? nullptr : store_as(DType::f32, dtype), rate < 1 ? 1 / (1 - rate) : 0};
  const auto threshold = static_cast<uint32_t>(std::min(std::ceil(rate * 0x1p32), 0x1p32 - 1));
  const auto size = static_cast<int64_t>(size_of(dtype));
  const RandomLoops& loops = random_loops();
  parallel_for(args.in[0].shape.elements(), kChunk, [&](int64_t begin, int64_t end) {
    alignas(64) uint32_t words[kTile];
    alignas(64) uint8_t own[kTile / 8];
    for (int64_t i = begin; i < end; i += kTile) {
      const auto count = static_cast<size_t>(std::min(kTile, end - i));
      const uint8_t* bits = own;
      if (draws) {
        loops.words(operands.input<uint32_t>(1), static_cast<uint64_t>(i), count, words);
        uint8_t* kept = args.wants(1) ? operands.output<uint8_t>(1) + i / 8 : own;
        loops.keep(words, count, threshold, kept);
        bits = kept;
      } else {
        bits = operands.input<uint8_t>(1) + i / 8;
      }
      masked.run(operands.input<std::byte>(0) + i * size, bits, count,
                 operands.output<std::byte>() + i * size);
    }
  });
}

}  // namespace

extern constinit const Kernel dropout_kernel{"simd", accept, plain<run>};

}  // namespace cornu::cpu::simd
