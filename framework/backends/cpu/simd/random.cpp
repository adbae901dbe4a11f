#include <algorithm>

#include "framework/backends/cpu/simd/convert.h"
#include "framework/backends/cpu/simd/philox.h"
#include "framework/base/team.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kTile = 1024, kChunk = 16 * kTile;

void run(const KernelArgs& args, const Operands& operands) {
  const RandomAttrs& attrs = args.as<RandomAttrs>();
  const RandomLoops& loops = random_loops();
  const Convert store = attrs.dtype == DType::u32 ? nullptr : store_as(DType::f32, attrs.dtype);
  const auto size = static_cast<int64_t>(size_of(attrs.dtype));
  const auto low = static_cast<float>(attrs.low), high = static_cast<float>(attrs.high),
             mean = static_cast<float>(attrs.mean), stddev = static_cast<float>(attrs.stddev);
  parallel_for(args.out[0].shape.elements(), kChunk, [&](int64_t begin, int64_t end) {
    alignas(64) uint32_t tile[kTile];
    for (int64_t i = begin; i < end; i += kTile) {
      const auto count = static_cast<size_t>(std::min(kTile, end - i));
      std::byte* out = operands.output<std::byte>() + i * size;
      if (!store) {
        loops.words(operands.input<uint32_t>(0), static_cast<uint64_t>(i), count,
                    reinterpret_cast<uint32_t*>(out));
        continue;
      }
      // The tile is filled whole: loops take whole vectors.
      loops.words(operands.input<uint32_t>(0), static_cast<uint64_t>(i), kTile, tile);
      if (args.def.name == "random_uniform")
        loops.uniform(tile, count, low, high);
      else
        loops.normal(tile, count, mean, stddev);
      store(tile, out, count);
    }
  });
}

Why declines(const KernelArgs& args) {
  const RandomAttrs& attrs = args.as<RandomAttrs>();
  if (args.def.name == "random_bits") return attrs.dtype == DType::u32 ? "" : "words are u32";
  if (!is_floating(attrs.dtype) || attrs.dtype == DType::f64)
    return "only floats of 32 bits or less";
  return attrs.truncated ? "numbers are drawn again until they fit" : "";
}

}  // namespace

extern constinit const Kernel random_kernel{"simd", declines, plain<run>};

}  // namespace cornu::cpu::simd
