#include "framework/ops/cast.h"

#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/convert.h"
#include "framework/base/team.h"
#include "framework/ops/fused.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kChunk = 32 << 10, kTile = 1024;

/// Straight where one of the types is a compute type, else over a tile of the source's.
class CastKernel final : public PreparedKernel {
 public:
  CastKernel(const KernelArgs& args, int64_t count)
      : count_(count), in_size_(size_of(args.in[0].dtype)), out_size_(size_of(args.out[0].dtype)) {
    const DType from = args.in[0].dtype, to = args.out[0].dtype,
                compute = program_of_row(0, from).compute;
    if (compute != from) load_ = load_as(from, compute);
    if (compute != to || !load_) store_ = store_as(compute, to);
  }

  void run(Stream&, const Operands& operands) const override {
    parallel_for(count_, kChunk, [&](int64_t begin, int64_t end) {
      alignas(64) std::byte tile[kTile * 8];
      for (int64_t i = begin; i < end; i += kTile) {
        const auto count = static_cast<size_t>(std::min(kTile, end - i));
        const auto* from = operands.input<std::byte>(0) + static_cast<size_t>(i) * in_size_;
        auto* to = operands.output<std::byte>() + static_cast<size_t>(i) * out_size_;
        if (load_) load_(from, store_ ? tile : to, count);
        if (store_) store_(load_ ? tile : from, to, count);
      }
    });
  }

 private:
  int64_t count_;
  size_t in_size_, out_size_;
  Convert load_ = nullptr, store_ = nullptr;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts& layouts) {
  const bool packed = !layouts.in.empty() && layouts.in[0];
  return make_ref<CastKernel>(args,
                              packed ? layouts.in[0]->elements() : args.in[0].shape.elements());
}

}  // namespace

extern constinit const Kernel cast_kernel{
    .name = "simd", .declines = accept, .prepare = prepare, .any_layout = true};

}  // namespace cornu::cpu::simd
