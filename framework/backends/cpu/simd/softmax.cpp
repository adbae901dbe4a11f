#include "framework/ops/softmax.h"

#include <algorithm>

#include "framework/backends/cpu/simd/softmax_loops.h"
#include "framework/backends/cpu/simd/strided_copy.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 8 << 10;  // elements worth a thread

/// x as [outer, terms, inner]. Axes that are no neighbours are brought together in the workspace.
class SoftmaxKernel final : public PreparedKernel {
 public:
  explicit SoftmaxKernel(const KernelArgs& args)
      : loops_(softmax_loops(args.in[0].dtype)),
        logarithm_(args.def.name == "log_softmax"),
        size_(static_cast<int64_t>(size_of(args.in[0].dtype))) {
    const Shape& x = args.in[0].shape;
    const std::vector<int64_t> axes =
        args.as<SoftmaxOptions>().axis.normalized(args.def.name, x.ndim());
    terms_ = 1;
    for (const int64_t axis : axes) terms_ *= x[axis];
    outer_ = terms_ == 0 ? 0 : x.elements() / terms_;
    if (axes.empty()) return;
    if (axes.back() - axes.front() + 1 == static_cast<int64_t>(axes.size())) {
      inner_ = x.sub(axes.back() + 1).elements();
      outer_ = x.sub(0, axes.front()).elements();
    } else {
      gather(args.in[0], axes);
    }
    may_alias = {{0, 0}};
  }

  void run(Stream&, const Operands& operands) const override {
    if (!gathers_) return run_dense(operands.input<std::byte>(0), operands.output<std::byte>());
    auto* dense = static_cast<std::byte*>(operands.workspace);
    there_.run(operands.in[0], dense);
    run_dense(dense, dense);
    back_.run(dense, operands.out[0]);
  }

 private:
  void gather(const Spec& x, const std::vector<int64_t>& axes) {
    const SmallVector<int64_t, 6> strides = row_major_strides(x.shape);
    std::vector<StridedCopy::Axis> there, back;
    int64_t summed = 1, kept = terms_;
    for (int64_t axis = x.shape.ndim() - 1; axis >= 0; --axis) {
      const int64_t size = x.shape[axis], stride = strides[static_cast<size_t>(axis)];
      int64_t& step = std::binary_search(axes.begin(), axes.end(), axis) ? summed : kept;
      there.push_back({size, stride, step});
      back.push_back({size, step, stride});
      step *= size;
    }
    there_ = {std::move(there), static_cast<size_t>(size_)};
    back_ = {std::move(back), static_cast<size_t>(size_)};
    gathers_ = true;
    workspace_bytes = x.bytes();
  }

  void run_dense(const std::byte* x, std::byte* y) const {
    constexpr auto kColumns = static_cast<int64_t>(SoftmaxLoops::kMostColumns);
    const auto terms = static_cast<size_t>(terms_);
    const int64_t chunk = std::max<int64_t>(1, kWork / std::max<int64_t>(1, terms_));
    if (inner_ == 1)
      return parallel_for(outer_, chunk, [&](int64_t begin, int64_t end) {
        const int64_t at = begin * terms_ * size_;
        loops_.along(x + at, static_cast<size_t>(end - begin), terms, logarithm_, y + at);
      });
    const int64_t tiles = (inner_ + kColumns - 1) / kColumns;
    const int64_t cost = std::max<int64_t>(1, terms_ * std::min(inner_, kColumns));
    parallel_for(outer_ * tiles, std::max<int64_t>(1, kWork / cost),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t unit = begin; unit < end; ++unit) {
                     const int64_t column = unit % tiles * kColumns;
                     const int64_t at = (unit / tiles * terms_ * inner_ + column) * size_;
                     loops_.down(x + at, terms, static_cast<size_t>(inner_),
                                 static_cast<size_t>(std::min(kColumns, inner_ - column)),
                                 logarithm_, y + at);
                   }
                 });
  }

  const SoftmaxLoops& loops_;
  bool logarithm_, gathers_ = false;
  int64_t size_, outer_ = 1, terms_ = 1, inner_ = 1;
  StridedCopy there_, back_;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<SoftmaxKernel>(args);
}

}  // namespace

extern constinit const Kernel softmax_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
