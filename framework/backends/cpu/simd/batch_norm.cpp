#include "framework/ops/batch_norm.h"

#include <algorithm>
#include <cmath>

#include "framework/backends/cpu/simd/batch_norm_loops.h"
#include "framework/backends/cpu/simd/reduce_loops.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr size_t kColumns = 64;  // at a time
constexpr size_t kRows = 256;    // summed in T, before they join a total in double

/// x as [outer, channels, inner]. Where the channels are last, a thread takes some of them as
/// columns; else one channel, whose `inner` neighbours are the columns and share their parameters.
template <class T>
class BatchNorm final : public PreparedKernel {
 public:
  explicit BatchNorm(const KernelArgs& args)
      : loops_(batch_norm_loops(args.in[0].dtype)),
        sum_(reduce_loops("sum", args.in[0].dtype)),
        forward_(args.def.name == "batch_norm"),
        epsilon_(args.as<BatchNormOptions>().epsilon) {
    const Shape& x = args.in[0].shape;
    const int64_t axis = normalize_axis("batch_norm", args.as<BatchNormOptions>().axis, x.ndim());
    outer_ = static_cast<size_t>(x.sub(0, axis).elements());
    channels_ = static_cast<size_t>(x[axis]);
    inner_ = static_cast<size_t>(x.sub(axis + 1).elements());
    if (forward_) may_alias = {{0, 0}};
  }

  void run(Stream&, const Operands& operands) const override {
    const size_t together = inner_ == 1 ? kColumns : 1;
    const auto units = static_cast<int64_t>((channels_ + together - 1) / together);
    parallel_for(units, 1, [&](int64_t begin, int64_t end) {
      for (int64_t unit = begin; unit < end; ++unit) {
        const size_t first = static_cast<size_t>(unit) * together;
        const size_t count = std::min(together, channels_ - first);
        if (forward_)
          normalize(operands, first, count);
        else
          differentiate(operands, first, count);
      }
    });
  }

 private:
  /// Calls `f(slab, offset)` for all elements of channels from `first` on, at most `rows` rows of
  /// kColumns at a time.
  template <class F>
  void each_slab(size_t first, size_t count, size_t rows, const F& f) const {
    const size_t stride = channels_ * inner_;
    const size_t width = inner_ == 1 ? count : inner_;
    for (size_t row = 0; row < outer_; row += rows)
      for (size_t column = 0; column < width; column += kColumns)
        f(Slab{std::min(rows, outer_ - row), stride, std::min(kColumns, width - column)},
          row * stride + first * inner_ + column);
  }

  /// One total for each channel, in double: of `partial(slab, offset, totals)`, which fills
  /// `kTotals` lists of columns' totals.
  template <size_t kTotals, class F>
  void total(size_t first, size_t count, double (*totals)[kColumns], const F& partial) const {
    for (size_t k = 0; k < kTotals; ++k) std::fill_n(totals[k], kColumns, 0.0);
    each_slab(first, count, kRows, [&](const Slab& slab, size_t offset) {
      T columns[kTotals][kColumns] = {};
      partial(slab, offset, columns);
      for (size_t k = 0; k < kTotals; ++k)
        for (size_t i = 0; i < slab.count; ++i) totals[k][inner_ == 1 ? i : 0] += columns[k][i];
    });
  }

  /// A channel's parameter for each of its columns.
  void spread(T* columns) const {
    if (inner_ > 1) std::fill_n(columns + 1, kColumns - 1, columns[0]);
  }

  void normalize(const Operands& operands, size_t first, size_t count) const {
    const T* x = operands.input<T>(0);
    const T *gamma = operands.input<T>(1) + first, *beta = operands.input<T>(2) + first;
    const double elements = static_cast<double>(outer_ * inner_);
    double sums[1][kColumns], squares[1][kColumns];
    T mean[kColumns], a[kColumns], shift[kColumns];
    total<1>(first, count, sums, [&](const Slab& slab, size_t at, auto& columns) {
      sum_.columns(x + at, slab.rows, slab.stride, slab.count, columns[0]);
    });
    for (size_t i = 0; i < count; ++i) mean[i] = static_cast<T>(sums[0][i] / elements);
    spread(mean);
    total<1>(first, count, squares, [&](const Slab& slab, size_t at, auto& columns) {
      loops_.squares(slab, x + at, mean, columns[0]);
    });
    for (size_t i = 0; i < count; ++i) {
      const double variance = squares[0][i] / elements,
                   inverse = 1 / std::sqrt(variance + epsilon_);
      a[i] = static_cast<T>(inverse * static_cast<double>(gamma[i]));
      shift[i] = beta[i];
      operands.output<T>(1)[first + i] = mean[i];
      operands.output<T>(2)[first + i] = static_cast<T>(variance);
      if (operands.out[3]) operands.output<T>(3)[first + i] = static_cast<T>(inverse);
    }
    spread(a);
    spread(shift);
    each_slab(first, count, outer_, [&](const Slab& slab, size_t at) {
      loops_.scale(slab, x + at, mean, a, shift, operands.output<T>(0) + at);
    });
  }

  /// dx = gamma / deviation · (dy - mean(dy) - x̂ mean(dy x̂)), dgamma = Σ dy x̂, dbeta = Σ dy.
  void differentiate(const Operands& operands, size_t first, size_t count) const {
    const T *x = operands.input<T>(0), *dy = operands.input<T>(2);
    const T *gamma = operands.input<T>(1) + first, *inverse = operands.input<T>(4) + first;
    const double elements = static_cast<double>(outer_ * inner_);
    double totals[2][kColumns];
    T mean[kColumns], a[kColumns], b[kColumns], c[kColumns];
    std::copy_n(operands.input<T>(3) + first, count, mean);
    spread(mean);
    total<2>(first, count, totals, [&](const Slab& slab, size_t at, auto& columns) {
      loops_.products(slab, x + at, dy + at, mean, columns[0], columns[1]);
    });
    for (size_t i = 0; i < count; ++i) {
      const double deviation = static_cast<double>(inverse[i]);
      const double dbeta = totals[0][i], dgamma = totals[1][i] * deviation;
      a[i] = static_cast<T>(static_cast<double>(gamma[i]) * deviation);
      b[i] = static_cast<T>(-deviation * dgamma / elements);
      c[i] = static_cast<T>(dbeta / elements);
      operands.output<T>(1)[first + i] = static_cast<T>(dgamma);
      operands.output<T>(2)[first + i] = static_cast<T>(dbeta);
    }
    spread(a);
    spread(b);
    spread(c);
    each_slab(first, count, outer_, [&](const Slab& slab, size_t at) {
      loops_.combine(slab, x + at, dy + at, mean, a, b, c, operands.output<T>(0) + at);
    });
  }

  const BatchNormLoops& loops_;
  const ReduceLoops& sum_;
  bool forward_;
  double epsilon_;
  size_t outer_ = 1, channels_ = 1, inner_ = 1;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f32 || dtype == DType::f64 ? "" : concat("no loops for ", dtype);
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  if (args.in[0].dtype == DType::f64) return make_ref<BatchNorm<double>>(args);
  return make_ref<BatchNorm<float>>(args);
}

}  // namespace

extern constinit const Kernel batch_norm_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
