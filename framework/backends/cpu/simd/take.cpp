#include "framework/ops/take.h"

#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/indices.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

/// x as [outer, size, slice]: slices are copied whole.
class TakeKernel final : public PreparedKernel {
 public:
  explicit TakeKernel(const KernelArgs& args) : x_(args.in[0]), indices_(args.in[1]) {
    axis_ = normalize_axis("take", args.as<TakeAttrs>().axis, x_.shape.ndim());
    outer_ = x_.shape.sub(0, axis_).elements();
    slice_ = static_cast<size_t>(x_.shape.sub(axis_ + 1).elements()) * size_of(x_.dtype);
  }

  void run(Stream&, const Operands& operands) const override {
    if (outer_ == 0) return;
    with_checked_indices(
        "take", indices_, operands.in[1], x_, axis_,
        [&](const auto* indices, std::atomic<bool>& outside) {
          if (slice_ == 4) return copy<uint32_t>(operands, indices, outside);
          if (slice_ == 8) return copy<uint64_t>(operands, indices, outside);
          each_slice(indices, outside, [&](int64_t from, int64_t to) {
            std::memcpy(operands.output<std::byte>() + static_cast<size_t>(to) * slice_,
                        operands.input<std::byte>(0) + static_cast<size_t>(from) * slice_, slice_);
          });
        });
  }

 private:
  template <class T, class I>
  void copy(const Operands& operands, const I* indices, std::atomic<bool>& outside) const {
    const T* x = operands.input<T>(0);
    T* y = operands.output<T>();
    each_slice(indices, outside, [=](int64_t from, int64_t to) { y[to] = x[from]; });
  }
  template <class I, class F>
  void each_slice(const I* indices, std::atomic<bool>& outside, const F& f) const {
    const int64_t size = x_.shape[axis_], count = indices_.shape.elements();
    const auto bytes = static_cast<int64_t>(slice_);
    const int64_t chunk = std::max<int64_t>(1, (64 << 10) / std::max<int64_t>(8, bytes));
    parallel_for(outer_ * count, chunk, [&](int64_t begin, int64_t end) {
      bool all = true;
      for (int64_t to = begin; to < end;) {
        const int64_t row = to / count, first = row * count, stop = std::min(end, first + count);
        const int64_t base = row * size;
        for (int64_t i = to - first; i < stop - first; ++i) {
          const int64_t at = from_start(indices[i], size);
          if (inside(at, size))
            f(base + at, first + i);
          else
            all = false;
        }
        to = stop;
      }
      if (!all) outside = true;
    });
  }

  Spec x_, indices_;
  int64_t axis_ = 0, outer_ = 1;
  size_t slice_ = 0;  // bytes
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<TakeKernel>(args);
}

}  // namespace

extern constinit const Kernel take_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
