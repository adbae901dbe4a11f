#include "framework/ops/take_along_axis.h"

#include <algorithm>

#include "framework/backends/cpu/simd/indices.h"
#include "framework/backends/reference/along_axis.h"
#include "framework/base/team.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 32 << 10;  // elements worth a thread

class TakeAlongAxisKernel final : public PreparedKernel {
 public:
  explicit TakeAlongAxisKernel(const KernelArgs& args)
      : x_(args.in[0]),
        indices_(args.in[1]),
        axis_(normalize_axis("take_along_axis", args.as<TakeAttrs>().axis, x_.shape.ndim())),
        from_("take_along_axis", x_.shape, axis_),
        to_("take_along_axis", indices_.shape, axis_) {}

  void run(Stream&, const Operands& operands) const override {
    with_checked_indices("take_along_axis", indices_, operands.in[1], x_, axis_,
                         [&](const auto* index, std::atomic<bool>& outside) {
                           const size_t bytes = size_of(x_.dtype);
                           if (bytes == 1) return gather<uint8_t>(operands, index, outside);
                           if (bytes == 2) return gather<uint16_t>(operands, index, outside);
                           if (bytes == 4) return gather<uint32_t>(operands, index, outside);
                           gather<uint64_t>(operands, index, outside);
                         });
  }

 private:
  /// Row by row of `inner` elements; one thread's rows may belong to several blocks.
  template <class T, class I>
  void gather(const Operands& operands, const I* index, std::atomic<bool>& outside) const {
    const int64_t inner = from_.inner, blocks = inner > 0 ? from_.lines / inner : 0;
    const int64_t chunk = std::max<int64_t>(1, kWork / std::max<int64_t>(1, inner));
    parallel_for(blocks * to_.size, chunk, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end;) {
        const int64_t block = row / to_.size, stop = std::min(end, (block + 1) * to_.size);
        const T* x = operands.input<T>(0) + block * from_.size * inner;
        T* y = operands.output<T>() + row * inner;
        if (!gather_rows(x, index + row * inner, y, stop - row)) outside = true;
        row = stop;
      }
    });
  }
  /// Whether all indices are inside.
  template <class T, class I>
  bool gather_rows(const T* x, const I* index, T* y, int64_t rows) const {
    const int64_t size = from_.size, inner = from_.inner;
    bool all = true;
    const auto take = [&](int64_t to, int64_t column) {
      const int64_t at = from_start(index[to], size);
      if (inside(at, size))
        y[to] = x[at * inner + column];
      else
        all = false;
    };
    if (inner == 1)
      for (int64_t row = 0; row < rows; ++row) take(row, 0);
    else
      for (int64_t row = 0; row < rows; ++row)
        for (int64_t k = 0; k < inner; ++k) take(row * inner + k, k);
    return all;
  }

  Spec x_, indices_;
  int64_t axis_;
  reference::AlongAxis from_, to_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<TakeAlongAxisKernel>(args);
}

}  // namespace

extern constinit const Kernel take_along_axis_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
