#include "framework/ops/transpose.h"

#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

class TransposeKernel final : public PreparedKernel {
 public:
  explicit TransposeKernel(const KernelArgs& args) {
    const Shape &x = args.in[0].shape, &y = args.out[0].shape;
    const SmallVector<int64_t, 6> from = row_major_strides(x), to = row_major_strides(y);
    std::vector<StridedCopy::Axis> axes;
    for (const int64_t axis : permutation(args.as<TransposeOptions>(), x.ndim()))
      axes.push_back({x[axis], from[static_cast<size_t>(axis)], to[axes.size()]});
    copy_ = {std::move(axes), size_of(args.in[0].dtype)};
  }
  void run(Stream&, const Operands& operands) const override {
    copy_.run(operands.in[0], operands.out[0]);
  }

 private:
  StridedCopy copy_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<TransposeKernel>(args);
}

}  // namespace

extern constinit const Kernel transpose_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
