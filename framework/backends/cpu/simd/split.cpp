#include "framework/ops/split.h"

#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

class SplitKernel final : public PreparedKernel {
 public:
  explicit SplitKernel(const KernelArgs& args) {
    const Shape& x = args.in[0].shape;
    const int64_t axis = normalize_axis("split", args.as<SplitOptions>().axis, x.ndim());
    const int64_t outer = x.sub(0, axis).elements(), whole = x.sub(axis).elements();
    const size_t size = size_of(args.in[0].dtype);
    size_t place = 0;
    for (const Spec& y : args.out) {
      const int64_t row = y.shape.sub(axis).elements();
      parts_.push_back({{rows_of(outer, row, whole, row), size}, place});
      place += static_cast<size_t>(row) * size;
    }
  }
  void run(Stream&, const Operands& operands) const override {
    for (size_t i = 0; i < parts_.size(); ++i)
      if (operands.out[i])
        parts_[i].copy.run(operands.input<std::byte>(0) + parts_[i].place, operands.out[i]);
  }

 private:
  struct Part {
    StridedCopy copy;
    size_t place;  // in bytes
  };
  std::vector<Part> parts_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<SplitKernel>(args);
}

}  // namespace

extern constinit const Kernel split_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
