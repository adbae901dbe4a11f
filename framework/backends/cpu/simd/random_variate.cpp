#include <algorithm>

#include "framework/backends/cpu/simd/convert.h"
#include "framework/backends/cpu/simd/philox.h"
#include "framework/backends/reference/stream.h"
#include "framework/base/team.h"
#include "framework/ops/float_limits.h"
#include "framework/ops/variates.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kTile = 256, kChunk = 16 * kTile;

/// The words of all first attempts are made in vectors; the few later ones one by one.
class VariateKernel final : public PreparedKernel {
 public:
  explicit VariateKernel(const KernelArgs& args)
      : gamma_(args.def.name == "random_gamma"),
        dtype_(args.out[0].dtype),
        count_(args.out[0].shape.elements()),
        load_(load_as(dtype_, DType::f64)),
        store_(store_as(DType::f64, dtype_)) {}

  void run(Stream&, const Operands& operands) const override {
    const auto size = static_cast<int64_t>(size_of(dtype_));
    const auto* key = operands.input<uint32_t>(0);
    parallel_for(count_, kChunk, [&](int64_t begin, int64_t end) {
      alignas(64) double x[kTile], p[kTile];
      for (int64_t first = begin; first < end; first += kTile) {
        const int64_t count = std::min(kTile, end - first);
        load_(operands.input<std::byte>(1) + first * size, x, static_cast<size_t>(count));
        if (gamma_) {
          gammas(key, first, count, x);
        } else {
          load_(operands.input<std::byte>(2) + first * size, p, static_cast<size_t>(count));
          binomials(key, first, count, x, p);
        }
        store_(x, operands.output<std::byte>() + first * size, static_cast<size_t>(count));
      }
    });
  }

 private:
  /// In place of the alphas.
  void gammas(const uint32_t* key, int64_t first, int64_t count, double* x) const {
    alignas(64) uint32_t normal[4 * kTile], uniform[4 * kTile];
    alignas(64) double z[kTile], unused[kTile];
    draw(key, first, count, 1, normal, uniform, z, unused);
    const double least = smallest_normal(dtype_);
    for (int64_t i = 0; i < count; ++i) {
      const GammaMethod method(x[i]);
      if (!method.draws()) {
        x[i] = std::max(method.otherwise(), least);
        continue;
      }
      double normal_number = z[i];
      const uint32_t* words = uniform + 4 * i;
      alignas(64) uint32_t again[2][4];
      for (uint32_t attempt = 3; !method.accepts(normal_number, open_unit(words[0], words[1]));
           attempt += 2) {
        draw(key, first + i, 1, attempt, again[0], again[1], &normal_number, unused);
        words = again[1];
      }
      x[i] = std::max(least, method.value(normal_number, open_unit(words[2], words[3])));
    }
  }
  /// Normal numbers of one attempt and the words of the next.
  void draw(const uint32_t* key, int64_t first, int64_t count, uint32_t attempt, uint32_t* normal,
            uint32_t* uniform, double* z, double* unused) const {
    const auto at = static_cast<uint64_t>(first);
    const auto some = static_cast<size_t>(count);
    loops_.blocks(key, at, some, attempt, normal);
    loops_.blocks(key, at, some, attempt + 1, uniform);
    loops_.normal_wide(normal, some, z, unused);
  }

  void binomials(const uint32_t* key, int64_t first, int64_t count, double* x,
                 const double* p) const {
    alignas(64) uint32_t blocks[4 * kTile];
    loops_.blocks(key, static_cast<uint64_t>(first), static_cast<size_t>(count), 1, blocks);
    const reference::WordStream stream(key);
    for (int64_t i = 0; i < count; ++i)
      x[i] = BinomialMethod(x[i], p[i]).draw([&](uint32_t attempt) {
        if (attempt > 1) return stream.block(first + i, attempt);
        const uint32_t* words = blocks + 4 * i;
        return decltype(stream.block(0)){{words[0], words[1], words[2], words[3]}};
      });
  }

  bool gamma_;
  DType dtype_;
  int64_t count_;
  Convert load_, store_;
  const RandomLoops& loops_ = random_loops();
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<VariateKernel>(args);
}

}  // namespace

extern constinit const Kernel random_variate_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
