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
    workspace_bytes = index_bytes(indices_);
  }

  void run(Stream&, const Operands& operands) const override {
    if (outer_ == 0) return;
    const int64_t* indices =
        checked_indices("take", indices_, operands.in[1], x_, axis_, operands.workspace);
    const int64_t size = x_.shape[axis_], count = indices_.shape.elements();
    if (slice_ == 4) return copy<uint32_t>(operands, indices, size, count);
    if (slice_ == 8) return copy<uint64_t>(operands, indices, size, count);
    each_slice(count, [&](int64_t row, int64_t i, int64_t at) {
      std::memcpy(
          operands.output<std::byte>() + static_cast<size_t>(at) * slice_,
          operands.input<std::byte>(0) + static_cast<size_t>(row * size + indices[i]) * slice_,
          slice_);
    });
  }

 private:
  template <class T>
  void copy(const Operands& operands, const int64_t* indices, int64_t size, int64_t count) const {
    each_slice(count, [&](int64_t row, int64_t i, int64_t at) {
      operands.output<T>()[at] = operands.input<T>(0)[row * size + indices[i]];
    });
  }
  template <class F>
  void each_slice(int64_t count, const F& f) const {
    const auto bytes = static_cast<int64_t>(slice_);
    const int64_t chunk = std::max<int64_t>(1, (64 << 10) / std::max<int64_t>(8, bytes));
    parallel_for(outer_ * count, chunk, [&](int64_t begin, int64_t end) {
      int64_t row = begin / count, i = begin % count;
      for (int64_t at = begin; at < end; ++at) {
        f(row, i, at);
        if (++i == count) i = 0, ++row;
      }
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
