#include "framework/ops/resample.h"

#include <algorithm>

#include "framework/backends/cpu/simd/resample_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 8 << 10;  // elements worth a thread

/// x as [outer, size, inner]: each row of the result is a weighted sum of a few rows of x.
class ResampleKernel final : public PreparedKernel {
 public:
  explicit ResampleKernel(const KernelArgs& args)
      : loops_(resample_loops(args.in[0].dtype)),
        bytes_(static_cast<int64_t>(size_of(args.in[0].dtype))) {
    const Shape& x = args.in[0].shape;
    const ResampleAttrs& attrs = args.as<ResampleAttrs>();
    const int64_t axis = normalize_axis("resample", attrs.axis, x.ndim());
    outer_ = x.sub(0, axis).elements();
    inner_ = x.sub(axis + 1).elements();
    from_ = x[axis];
    to_ = args.out[0].shape[axis];
    table_ = resample_table(attrs, from_);
  }

  void run(Stream&, const Operands& operands) const override {
    const int64_t grain = std::max<int64_t>(1, kWork / std::max<int64_t>(1, inner_));
    parallel_for(outer_ * to_, grain, [&](int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; ++unit) {
        const auto row = static_cast<size_t>(unit % to_);
        const size_t first = table_.starts[row];
        loops_.combine(operands.input<std::byte>(0) + unit / to_ * from_ * inner_ * bytes_,
                       table_.places.data() + first, table_.weights.data() + first,
                       table_.starts[row + 1] - first, static_cast<size_t>(inner_),
                       operands.output<std::byte>(0) + unit * inner_ * bytes_);
      }
    });
  }

 private:
  const ResampleLoops& loops_;
  int64_t bytes_, outer_ = 1, inner_ = 1, from_ = 0, to_ = 0;
  ResampleTable table_;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ResampleKernel>(args);
}

}  // namespace

extern constinit const Kernel resample_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
