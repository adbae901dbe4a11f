#include "framework/ops/layer_norm.h"

#include <algorithm>

#include "framework/backends/cpu/simd/layer_norm_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 8 << 10;            // elements worth a thread
constexpr int64_t kFewest = 16, kMost = 256;  // rows whose gradients are added in T

/// x as rows. The gradients of gamma and beta are sums over chunks of rows, which a thread makes
/// each in the workspace; chunks depend on the shape alone.
template <class T>
class LayerNorm final : public PreparedKernel {
 public:
  explicit LayerNorm(const KernelArgs& args)
      : loops_(layer_norm_loops(args.in[0].dtype)),
        forward_(args.def.name == "layer_norm"),
        epsilon_(args.as<LayerNormAttrs>().epsilon),
        count_(args.in[1].shape.elements()),
        rows_(
            args.in[0].shape.sub(0, args.in[0].shape.ndim() - args.in[1].shape.ndim()).elements()),
        chunk_(std::clamp(rows_ / 64, kFewest, kMost)),
        chunks_((rows_ + chunk_ - 1) / chunk_) {
    if (forward_)
      may_alias = {{0, 0}};
    else
      workspace_bytes = static_cast<size_t>(2 * chunks_ * count_) * sizeof(T);
  }

  void run(Stream&, const Operands& operands) const override {
    if (forward_) return normalize(operands);
    parallel_for(chunks_, 1, [&](int64_t begin, int64_t end) {
      for (int64_t chunk = begin; chunk < end; ++chunk) differentiate(operands, chunk);
    });
    parallel_for(2 * count_, std::max<int64_t>(1, kWork / std::max<int64_t>(1, chunks_)),
                 [&](int64_t begin, int64_t end) { add(operands, begin, end); });
  }

 private:
  void normalize(const Operands& operands) const {
    const int64_t grain = std::max<int64_t>(1, kWork / std::max<int64_t>(1, count_));
    parallel_for(rows_, grain, [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        T mean, inverse;
        loops_.normalize(operands.input<T>(0) + row * count_, static_cast<size_t>(count_),
                         operands.in[1], operands.in[2], epsilon_,
                         operands.output<T>(0) + row * count_, &mean, &inverse);
        if (operands.out[1]) operands.output<T>(1)[row] = mean;
        if (operands.out[2]) operands.output<T>(2)[row] = inverse;
      }
    });
  }

  void differentiate(const Operands& operands, int64_t chunk) const {
    T* totals = static_cast<T*>(operands.workspace) + 2 * chunk * count_;
    std::fill_n(totals, 2 * count_, T(0));
    for (int64_t row = chunk * chunk_; row < std::min(rows_, (chunk + 1) * chunk_); ++row)
      loops_.differentiate(operands.input<T>(0) + row * count_, operands.input<T>(2) + row * count_,
                           static_cast<size_t>(count_), operands.in[1], operands.input<T>(3) + row,
                           operands.input<T>(4) + row, operands.output<T>(0) + row * count_, totals,
                           totals + count_);
  }

  /// Columns [begin, end) of gamma's gradient and, behind them, beta's.
  void add(const Operands& operands, int64_t begin, int64_t end) const {
    const T* totals = static_cast<const T*>(operands.workspace);
    for (int64_t column = begin; column < end; ++column) {
      double sum = 0;
      for (int64_t chunk = 0; chunk < chunks_; ++chunk)
        sum += static_cast<double>(totals[2 * chunk * count_ + column]);
      T* target = operands.output<T>(column < count_ ? 1 : 2);
      target[column < count_ ? column : column - count_] = static_cast<T>(sum);
    }
  }

  const LayerNormLoops& loops_;
  bool forward_;
  double epsilon_;
  int64_t count_, rows_, chunk_, chunks_;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  if (args.in[0].dtype == DType::f64) return make_ref<LayerNorm<double>>(args);
  return make_ref<LayerNorm<float>>(args);
}

}  // namespace

extern constinit const Kernel layer_norm_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
