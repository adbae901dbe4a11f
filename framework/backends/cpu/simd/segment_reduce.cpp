#include "framework/ops/segment_reduce.h"

#include <algorithm>

#include "framework/backends/cpu/simd/indices.h"
#include "framework/backends/reference/segments.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 32 << 10;  // elements worth a thread
constexpr int64_t kNarrow = 16;      // rows that cost less than to look whose they are

/// Each thread owns a range of segments and looks for their rows, so every segment is reduced in
/// the order of the rows at any number of threads.
class SegmentKernel final : public PreparedKernel {
 public:
  explicit SegmentKernel(const KernelArgs& args)
      : data_(args.in[0]),
        ids_(args.in[1]),
        reduction_(args.as<SegmentAttrs>().reduction),
        segments_(args.as<SegmentAttrs>().num_segments),
        width_(data_.shape.sub(1).elements()) {
    const int64_t most = width_ < kNarrow ? 1 : std::clamp<int64_t>(segments_, 1, num_threads());
    parts_ = std::clamp<int64_t>(data_.shape.elements() / kWork, 1, most);
  }

  void run(Stream&, const Operands& operands) const override {
    check(operands.in[1]);
    with_indices(ids_.dtype, operands.in[1], [&](const auto* ids) {
      dispatch(data_.dtype, [&]<class T>(T) {
        if (reduction_ == SegmentReduction::sum) reduce<T, SegmentReduction::sum>(operands, ids);
        if (reduction_ == SegmentReduction::prod) reduce<T, SegmentReduction::prod>(operands, ids);
        if (reduction_ == SegmentReduction::max) reduce<T, SegmentReduction::max>(operands, ids);
        if (reduction_ == SegmentReduction::min) reduce<T, SegmentReduction::min>(operands, ids);
      });
    });
  }

 private:
  void check(const void* data) const {
    const int64_t rows = data_.shape[0];
    int64_t largest = -1;
    with_indices(ids_.dtype, data, [&](const auto* ids) {
      for (int64_t row = 0; row < rows; ++row)
        largest = std::max(largest, static_cast<int64_t>(ids[row]));
    });
    for (int64_t row = 0; largest >= segments_ && row < rows; ++row)
      reference::segment_at(ids_.dtype, data, row, segments_);
  }
  template <class T, SegmentReduction reduction, class I>
  void reduce(const Operands& operands, const I* ids) const {
    using C = reference::Compute<T>;
    parallel_for(parts_, 1, [&](int64_t begin, int64_t end) {
      const int64_t first = segments_ * begin / parts_, last = segments_ * end / parts_;
      const T* x = operands.input<T>(0);
      T* y = operands.output<T>();
      std::fill(y + first * width_, y + last * width_, T(reference::segment_start<T>(reduction)));
      for (int64_t row = 0; row < data_.shape[0]; ++row) {
        const auto id = static_cast<int64_t>(ids[row]);
        if (id < first || id >= last) continue;
        const T* from = x + row * width_;
        T* to = y + id * width_;
        for (int64_t k = 0; k < width_; ++k)
          to[k] =
              T(reference::combined<C>(reduction, static_cast<C>(to[k]), static_cast<C>(from[k])));
      }
    });
  }

  Spec data_, ids_;
  SegmentReduction reduction_;
  int64_t segments_, width_, parts_ = 1;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  const SegmentReduction reduction = args.as<SegmentAttrs>().reduction;
  const bool adds = reduction == SegmentReduction::sum || reduction == SegmentReduction::prod;
  return adds && (dtype == DType::f16 || dtype == DType::bf16) ? "sums of halves are kept in float"
                                                               : "";
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<SegmentKernel>(args);
}

}  // namespace

extern constinit const Kernel segment_reduce_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
