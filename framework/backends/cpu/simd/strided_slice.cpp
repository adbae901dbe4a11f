#include "framework/ops/strided_slice.h"

#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

class StridedSliceKernel final : public PreparedKernel {
 public:
  explicit StridedSliceKernel(const KernelArgs& args) {
    const Shape &x = args.in[0].shape, &y = args.out[0].shape;
    const auto& attrs = args.as<StridedSliceAttrs>();
    const SmallVector<int64_t, 6> from = row_major_strides(x), to = row_major_strides(y);
    const auto size = static_cast<int64_t>(size_of(args.in[0].dtype));
    std::vector<StridedCopy::Axis> axes;
    for (size_t axis = 0; axis < from.size(); ++axis) {
      const auto at = static_cast<int64_t>(axis);
      AxisSlice part{0, x[at], 1};
      if (axis < attrs.step.size()) part = resolve_slice(attrs, axis, x[at]);
      start_ += part.start * from[axis] * size;
      axes.push_back({y[at], part.step * from[axis], to[axis]});
    }
    copy_ = {std::move(axes), static_cast<size_t>(size)};
  }
  void run(Stream&, const Operands& operands) const override {
    copy_.run(operands.input<std::byte>(0) + start_, operands.out[0]);
  }

 private:
  int64_t start_ = 0;  // in bytes
  StridedCopy copy_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<StridedSliceKernel>(args);
}

}  // namespace

extern constinit const Kernel strided_slice_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
