#include "framework/ops/concatenate.h"

#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

class ConcatenateKernel final : public PreparedKernel {
 public:
  explicit ConcatenateKernel(const KernelArgs& args) {
    const Shape& y = args.out[0].shape;
    const int64_t axis =
        normalize_axis("concatenate", args.as<ConcatenateOptions>().axis, y.ndim());
    const int64_t outer = y.sub(0, axis).elements(), whole = y.sub(axis).elements();
    const size_t size = size_of(args.out[0].dtype);
    size_t place = 0;
    for (const Spec& x : args.in) {
      const int64_t row = x.shape.sub(axis).elements();
      parts_.push_back({{rows_of(outer, row, row, whole), size}, place});
      place += static_cast<size_t>(row) * size;
    }
  }
  void run(Stream&, const Operands& operands) const override {
    for (size_t i = 0; i < parts_.size(); ++i)
      parts_[i].copy.run(operands.in[i], operands.output<std::byte>() + parts_[i].place);
  }

 private:
  struct Part {
    StridedCopy copy;
    size_t place;  // in bytes
  };
  std::vector<Part> parts_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ConcatenateKernel>(args);
}

}  // namespace

extern constinit const Kernel concatenate_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
