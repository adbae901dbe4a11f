#include <algorithm>

#include "framework/backends/cpu/simd/indices.h"
#include "framework/backends/reference/along_axis.h"
#include "framework/base/team.h"
#include "framework/ops/take_along_axis.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 32 << 10;     // elements worth a thread
constexpr int64_t kFewestColumns = 16;  // side by side that a thread gets

/// Lines along the axis are independent: threads share them, and every element sums in the order of
/// the indices at any number of threads.
class ScatterAlongAxisKernel final : public PreparedKernel {
 public:
  explicit ScatterAlongAxisKernel(const KernelArgs& args)
      : y_(args.out[0]),
        indices_(args.in[1]),
        axis_(args.as<ScatterAddAttrs>().axis),
        from_("scatter_along_axis", indices_.shape, axis_),
        to_("scatter_along_axis", y_.shape, axis_) {
    blocks_ = to_.inner > 0 ? to_.lines / to_.inner : 0;
    const int64_t work = std::max(from_.size, to_.size) * to_.inner;
    const int64_t most = std::clamp<int64_t>(to_.inner / kFewestColumns, 1, num_threads());
    parts_ = std::clamp<int64_t>(blocks_ * work / kWork, 1, most);
  }

  void run(Stream&, const Operands& operands) const override {
    with_checked_indices(
        "scatter_along_axis", indices_, operands.in[1], y_, axis_,
        [&](const auto* index, std::atomic<bool>& outside) {
          dispatch(y_.dtype, [&]<class T>(T) {
            if constexpr (std::is_same_v<T, bool>)
              scatter<bool>(operands, index, outside, [](bool& y, bool x) { y = y || x; });
            else if constexpr (std::is_integral_v<T>)  // they wrap, signed ones too
              scatter<std::make_unsigned_t<T>>(operands, index, outside, [](auto& y, auto x) {
                y = static_cast<std::make_unsigned_t<T>>(y + x);
              });
            else if constexpr (std::is_floating_point_v<T>)
              scatter<T>(operands, index, outside, [](T& y, T x) { y += x; });
          });
        });
  }

 private:
  template <class T, class I, class F>
  void scatter(const Operands& operands, const I* index, std::atomic<bool>& outside,
               const F& add) const {
    const int64_t inner = to_.inner;
    const int64_t cost = std::max<int64_t>(1, from_.size * inner / parts_);
    parallel_for(
        blocks_ * parts_, std::max<int64_t>(1, kWork / cost), [&](int64_t begin, int64_t end) {
          for (int64_t unit = begin; unit < end; ++unit) {
            const int64_t block = unit / parts_, part = unit % parts_;
            const int64_t first = inner * part / parts_, last = inner * (part + 1) / parts_;
            T* y = operands.output<T>() + block * to_.size * inner;
            const T* x = operands.input<T>(0) + block * from_.size * inner;
            const I* at = index + block * from_.size * inner;
            if (!scatter_columns(x, at, y, first, last, add)) outside = true;
          }
        });
  }
  /// Some lines of a block; whether all indices are inside.
  template <class T, class I, class F>
  bool scatter_columns(const T* x, const I* index, T* y, int64_t first, int64_t last,
                       const F& add) const {
    const int64_t size = to_.size, inner = to_.inner;
    if (parts_ == 1)
      std::fill_n(y, size * inner, T{});
    else
      for (int64_t row = 0; row < size; ++row)
        std::fill(y + row * inner + first, y + row * inner + last, T{});
    bool all = true;
    const auto put = [&](int64_t from, int64_t column) {
      const int64_t at = from_start(index[from], size);
      if (inside(at, size))
        add(y[at * inner + column], x[from]);
      else
        all = false;
    };
    if (inner == 1)
      for (int64_t row = 0; row < from_.size; ++row) put(row, 0);
    else
      for (int64_t row = 0; row < from_.size; ++row)
        for (int64_t k = first; k < last; ++k) put(row * inner + k, k);
    return all;
  }

  Spec y_, indices_;
  int64_t axis_;
  reference::AlongAxis from_, to_;
  int64_t blocks_ = 0, parts_ = 1;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f16 || dtype == DType::bf16 ? "sums of halves are kept in float" : "";
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ScatterAlongAxisKernel>(args);
}

}  // namespace

extern constinit const Kernel scatter_along_axis_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
