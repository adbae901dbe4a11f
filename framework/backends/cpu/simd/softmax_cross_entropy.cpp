#include "framework/ops/softmax_cross_entropy.h"

#include <algorithm>

#include "framework/backends/cpu/simd/softmax_loops.h"
#include "framework/backends/reference/element.h"
#include "framework/base/error.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 8 << 10;  // elements worth a thread

class CrossEntropyKernel final : public PreparedKernel {
 public:
  explicit CrossEntropyKernel(const KernelArgs& args)
      : loops_(softmax_loops(args.in[0].dtype)),
        forward_(args.def.name == "softmax_cross_entropy"),
        labels_(args.in[1].dtype),
        size_(static_cast<int64_t>(size_of(args.in[0].dtype))),
        rows_(args.in[1].shape.elements()),
        classes_(args.in[0].shape[-1]) {
    workspace_bytes = static_cast<size_t>(rows_) * sizeof(int64_t);
  }

  void run(Stream&, const Operands& operands) const override {
    auto* labels = static_cast<int64_t*>(operands.workspace);
    for (int64_t row = 0; row < rows_; ++row) {
      labels[row] = reference::load<int64_t>(labels_, operands.in[1], row);
      if (forward_) check_label(labels[row], row, classes_);
    }
    const int64_t chunk = std::max<int64_t>(1, kWork / std::max<int64_t>(1, classes_));
    parallel_for(rows_, chunk, [&](int64_t begin, int64_t end) {
      const auto rows = static_cast<size_t>(end - begin), classes = static_cast<size_t>(classes_);
      const auto* x = operands.input<std::byte>(0) + begin * classes_ * size_;
      if (forward_)
        loops_.cross_entropy(x, labels + begin, rows, classes,
                             operands.output<std::byte>() + begin * size_);
      else
        loops_.cross_entropy_grad(x, labels + begin, operands.input<std::byte>(2) + begin * size_,
                                  rows, classes,
                                  operands.output<std::byte>() + begin * classes_ * size_);
    });
  }

 private:
  const SoftmaxLoops& loops_;
  bool forward_;
  DType labels_;
  int64_t size_, rows_, classes_;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  auto kernel = make_ref<CrossEntropyKernel>(args);
  if (args.def.name != "softmax_cross_entropy") kernel->may_alias = {{0, 0}};
  return kernel;
}

}  // namespace

extern constinit const Kernel softmax_cross_entropy_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
