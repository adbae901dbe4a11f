#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/indices.h"
#include "framework/backends/reference/along_axis.h"
#include "framework/ops/take_along_axis.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 32 << 10;  // elements worth a thread

/// Blocks before the axis are independent. Where there is but one, each thread owns a range along
/// the axis and looks for the updates that fall there, so every element sums in the order of the
/// indices at any number of threads.
class ScatterAlongAxisKernel final : public PreparedKernel {
 public:
  explicit ScatterAlongAxisKernel(const KernelArgs& args)
      : y_(args.out[0]),
        indices_(args.in[1]),
        axis_(args.as<ScatterAddAttrs>().axis),
        from_("scatter_along_axis", indices_.shape, axis_),
        to_("scatter_along_axis", y_.shape, axis_) {
    blocks_ = to_.inner > 0 ? to_.lines / to_.inner : 0;
    if (blocks_ == 1)
      parts_ = std::clamp<int64_t>(from_.size * from_.inner / kWork, 1, num_threads());
  }

  void run(Stream&, const Operands& operands) const override {
    check_indices("scatter_along_axis", indices_, operands.in[1], y_, axis_);
    with_indices(indices_.dtype, operands.in[1], [&](const auto* index) {
      dispatch(y_.dtype, [&]<class T>(T) {
        if constexpr (std::is_same_v<T, bool>)
          scatter<bool>(operands, index, [](bool& total, bool x) { total = total || x; });
        else if constexpr (std::is_integral_v<T>)  // they wrap, signed ones too
          scatter<std::make_unsigned_t<T>>(operands, index, [](auto& total, auto x) {
            total = static_cast<std::make_unsigned_t<T>>(total + x);
          });
        else if constexpr (std::is_floating_point_v<T>)
          scatter<T>(operands, index, [](T& total, T x) { total += x; });
      });
    });
  }

 private:
  template <class T, class I, class F>
  void scatter(const Operands& operands, const I* index, const F& add) const {
    const int64_t cost = std::max<int64_t>(1, from_.size * from_.inner);
    const int64_t chunk = parts_ > 1 ? 1 : std::max<int64_t>(1, kWork / cost);
    const auto [size, inner, lines] = to_;
    parallel_for(blocks_ * parts_, chunk,
                 [&, size = size, inner = inner](int64_t begin, int64_t end) {
                   for (int64_t unit = begin; unit < end; ++unit) {
                     const int64_t block = unit / parts_, part = unit % parts_;
                     const int64_t first = size * part / parts_, last = size * (part + 1) / parts_;
                     T* y = operands.output<T>() + block * size * inner;
                     const T* x = operands.input<T>(0) + block * from_.size * inner;
                     const I* at = index + block * from_.size * inner;
                     std::memset(static_cast<void*>(y + first * inner), 0,
                                 static_cast<size_t>((last - first) * inner) * sizeof(T));
                     for (int64_t row = 0; row < from_.size; ++row)
                       for (int64_t k = 0; k < inner; ++k) {
                         const int64_t i = from_start(at[row * inner + k], size);
                         if (parts_ == 1 || (i >= first && i < last))
                           add(y[i * inner + k], x[row * inner + k]);
                       }
                   }
                 });
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
