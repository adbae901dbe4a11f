#include "framework/ops/take_along_axis.h"

#include <algorithm>

#include "framework/backends/cpu/simd/indices.h"
#include "framework/backends/reference/along_axis.h"

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
    check_indices("take_along_axis", indices_, operands.in[1], x_, axis_);
    with_indices(indices_.dtype, operands.in[1], [&](const auto* index) {
      const size_t bytes = size_of(x_.dtype);
      if (bytes == 1) return gather<uint8_t>(operands, index);
      if (bytes == 2) return gather<uint16_t>(operands, index);
      if (bytes == 4) return gather<uint32_t>(operands, index);
      gather<uint64_t>(operands, index);
    });
  }

 private:
  /// Row by row of `inner` elements; one thread's rows may belong to several blocks.
  template <class T, class I>
  void gather(const Operands& operands, const I* index) const {
    const T* x = operands.input<T>(0);
    T* y = operands.output<T>();
    const auto [size, inner, lines] = from_;
    const int64_t blocks = inner > 0 ? lines / inner : 0;
    const auto at = [size = size](I i) { return from_start(i, size); };
    const int64_t chunk = std::max<int64_t>(1, kWork / std::max<int64_t>(1, inner));
    parallel_for(blocks * to_.size, chunk,
                 [&, inner = inner, size = size](int64_t begin, int64_t end) {
                   for (int64_t row = begin; row < end;) {
                     const T* block = x + row / to_.size * size * inner;
                     const int64_t stop = std::min(end, (row / to_.size + 1) * to_.size);
                     if (inner == 1)
                       for (; row < stop; ++row) y[row] = block[at(index[row])];
                     for (; row < stop; ++row)
                       for (int64_t k = 0; k < inner; ++k)
                         y[row * inner + k] = block[at(index[row * inner + k]) * inner + k];
                   }
                 });
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
