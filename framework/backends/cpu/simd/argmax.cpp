#include "framework/ops/argmax.h"

#include <algorithm>

#include "framework/backends/cpu/simd/arg_loops.h"
#include "framework/backends/cpu/simd/convert.h"
#include "framework/base/team.h"
#include "framework/ops/axes.h"
#include "framework/ops/fused.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kTile = 512;  // columns at a time
constexpr int64_t kPart = 64;   // of a row that is searched along itself, as if it were a matrix
constexpr int64_t kSome = 1 << 30;  // rows that one call of a loop may count
constexpr int64_t kWork = 32 << 10;
constexpr size_t kCell = 8;  // bytes of the widest element

/// x as [outer, size, inner], searched along `size`.
class ArgmaxKernel final : public PreparedKernel {
 public:
  explicit ArgmaxKernel(const KernelArgs& args)
      : compute_(program_of_row(0, args.in[0].dtype).compute),
        loops_(arg_loops(args.def.name == "argmax", compute_)),
        load_(args.in[0].dtype == compute_ ? nullptr : load_as(args.in[0].dtype, compute_)),
        in_size_(static_cast<int64_t>(size_of(args.in[0].dtype))) {
    const Shape& x = args.in[0].shape;
    size_ = x.elements();
    if (const std::optional<int64_t> axis = args.as<ArgmaxOptions>().axis) {
      const int64_t at = normalize_axis(args.def.name, *axis, x.ndim());
      outer_ = x.sub(0, at).elements();
      size_ = x[at];
      inner_ = x.sub(at + 1).elements();
    }
  }

  void run(Stream&, const Operands& operands) const override {
    const int64_t tiles = (inner_ + kTile - 1) / kTile;
    const int64_t cost = std::max<int64_t>(1, size_ * std::min(inner_, kTile));
    parallel_for(outer_ * tiles, std::max<int64_t>(1, kWork / cost),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t unit = begin; unit < end; ++unit)
                     search(operands, unit / tiles, unit % tiles * kTile);
                 });
  }

 private:
  void search(const Operands& operands, int64_t block, int64_t column) const {
    const auto* x = operands.input<std::byte>(0) + (block * size_ * inner_ + column) * in_size_;
    int32_t* y = operands.output<int32_t>() + block * inner_ + column;
    alignas(64) std::byte best[kTile * kCell];
    alignas(64) int64_t number[kTile];
    if (inner_ == 1) {
      *y = along_row(x, best, number);
      return;
    }
    const int64_t count = std::min(kTile, inner_ - column);
    take(x, size_, inner_, count, 0, best, number);
    for (int64_t i = 0; i < count; ++i) y[i] = static_cast<int32_t>(number[i]);
  }

  /// The row as a matrix of `kPart` columns; then the columns' extremes against each other.
  int32_t along_row(const std::byte* x, std::byte* best, int64_t* number) const {
    const int64_t rows = size_ / kPart, rest = size_ % kPart;
    if (rows > 0) take(x, rows, kPart, kPart, 0, best, number);
    if (rest > 0) take(x + rows * kPart * in_size_, 1, 0, rest, rows, best, number);
    return static_cast<int32_t>(
        loops_.decide(best, number, static_cast<size_t>(rows > 0 ? kPart : rest), kPart));
  }

  void take(const std::byte* x, int64_t rows, int64_t stride, int64_t count, int64_t first,
            void* best, int64_t* number) const {
    alignas(64) std::byte tile[kTile * kCell];
    const int64_t some = load_ ? 1 : kSome;
    for (int64_t r = 0; r < rows; r += some) {
      const std::byte* row = x + r * stride * in_size_;
      if (load_) load_(row, tile, static_cast<size_t>(count));
      loops_.take(load_ ? tile : row, static_cast<size_t>(std::min(some, rows - r)),
                  static_cast<size_t>(stride), static_cast<size_t>(count), first + r, best, number);
    }
  }

  DType compute_;
  const ArgLoops& loops_;
  Convert load_;
  int64_t in_size_;
  int64_t outer_ = 1, size_ = 1, inner_ = 1;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ArgmaxKernel>(args);
}

}  // namespace

extern constinit const Kernel argmax_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
