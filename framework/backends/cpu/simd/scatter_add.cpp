#include <algorithm>
#include <cstring>

#include "framework/backends/cpu/simd/indices.h"
#include "framework/base/team.h"
#include "framework/ops/take.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kWork = 32 << 10;  // elements worth a thread
constexpr int64_t kNarrow = 16;      // slices that cost less than to look who adds them

using Add = void (*)(void* total, const void* x, int64_t count);

template <class T>
void add(void* total, const void* x, int64_t count) {
  T* to = static_cast<T*>(total);
  const T* from = static_cast<const T*>(x);
  for (int64_t i = 0; i < count; ++i) {
    if constexpr (std::is_same_v<T, bool>)
      to[i] = to[i] || from[i];
    else
      to[i] = static_cast<T>(to[i] + from[i]);
  }
}

/// y as [outer, size, slice]. Each thread owns a range of y's slices and looks for the updates that
/// fall there, so every slice sums in the order of the indices at any number of threads.
class ScatterAddKernel final : public PreparedKernel {
 public:
  explicit ScatterAddKernel(const KernelArgs& args)
      : y_(args.out[0]), indices_(args.in[1]), axis_(args.as<ScatterAddAttrs>().axis) {
    outer_ = y_.shape.sub(0, axis_).elements();
    slice_ = y_.shape.sub(axis_ + 1).elements();
    add_ = dispatch(y_.dtype, []<class T>(T) -> Add {
      if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>)
        return add<std::make_unsigned_t<T>>;  // they wrap, signed ones too
      else
        return add<T>;
    });
    const int64_t work = std::max<int64_t>(indices_.shape.elements(), y_.shape[axis_]) * slice_;
    const int64_t most =
        slice_ < kNarrow ? 1 : std::clamp<int64_t>(y_.shape[axis_], 1, num_threads());
    parts_ = std::clamp<int64_t>(work / kWork, 1, most);
  }

  void run(Stream&, const Operands& operands) const override {
    if (outer_ == 0) return;
    with_checked_indices("scatter_add", indices_, operands.in[1], y_, axis_,
                         [&](const auto* indices, std::atomic<bool>& outside) {
                           parallel_for(outer_ * parts_, 1, [&](int64_t begin, int64_t end) {
                             for (int64_t unit = begin; unit < end; ++unit)
                               if (!sum(operands, indices, unit / parts_, unit % parts_))
                                 outside = true;
                           });
                         });
  }

 private:
  /// Whether all indices are inside.
  template <class I>
  bool sum(const Operands& operands, const I* indices, int64_t row, int64_t part) const {
    const int64_t size = y_.shape[axis_], count = indices_.shape.elements();
    const int64_t first = part * size / parts_, last = (part + 1) * size / parts_;
    const auto bytes = slice_ * static_cast<int64_t>(size_of(y_.dtype));
    auto* y = operands.output<std::byte>() + row * size * bytes;
    const auto* x = operands.input<std::byte>(0) + row * count * bytes;
    std::memset(y + first * bytes, 0, static_cast<size_t>((last - first) * bytes));
    if (slice_ == 1 && y_.dtype == DType::f32) {
      auto* totals = reinterpret_cast<float*>(y);
      return each(indices, first, last, [&](int64_t from, int64_t to) {
        totals[to] += reinterpret_cast<const float*>(x)[from];
      });
    }
    return each(indices, first, last,
                [&](int64_t from, int64_t to) { add_(y + to * bytes, x + from * bytes, slice_); });
  }
  /// Calls `f(update, place)` for updates of the part from `first` to `last`.
  template <class I, class F>
  bool each(const I* indices, int64_t first, int64_t last, const F& f) const {
    const int64_t size = y_.shape[axis_], count = indices_.shape.elements();
    bool all = true;
    for (int64_t i = 0; i < count; ++i) {
      const int64_t at = from_start(indices[i], size);
      if (inside(at - first, last - first))
        f(i, at);
      else if (!inside(at, size))
        all = false;
    }
    return all;
  }

  Spec y_, indices_;
  int64_t axis_, outer_ = 1, slice_ = 1, parts_ = 1;
  Add add_ = nullptr;
};

Why declines(const KernelArgs& args) {
  const DType dtype = args.in[0].dtype;
  return dtype == DType::f16 || dtype == DType::bf16 ? "sums of halves are kept in float" : "";
}

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return make_ref<ScatterAddKernel>(args);
}

}  // namespace

extern constinit const Kernel scatter_add_kernel{"simd", declines, prepare};

}  // namespace cornu::cpu::simd
