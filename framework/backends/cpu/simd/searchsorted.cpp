#include "framework/ops/searchsorted.h"

#include <algorithm>

#include "framework/backends/reference/arithmetic.h"
#include "framework/base/team.h"
#include "framework/runtime/kernel.h"

namespace cornu::cpu::simd {

namespace {

constexpr int64_t kTogether = 16;  // values that are sought in step: what one waits for, others use
constexpr int64_t kWork = 64 << 10;

/// Bisection without branches: all values take the same number of steps.
template <class T>
class SearchSortedKernel final : public PreparedKernel {
  using C = reference::Compute<T>;

 public:
  explicit SearchSortedKernel(const KernelArgs& args)
      : size_(args.in[0].shape.elements()),
        count_(args.in[1].shape.elements()),
        right_(args.as<SearchSortedOptions>().side == SearchSide::right) {
    for (int64_t rest = size_; rest > 0; rest /= 2) ++steps_;
  }

  void run(Stream&, const Operands& operands) const override {
    const T *sequence = operands.input<T>(0), *values = operands.input<T>(1);
    int32_t* y = operands.output<int32_t>();
    parallel_for(count_, std::max<int64_t>(kTogether, kWork / (steps_ + 1)),
                 [&](int64_t begin, int64_t end) {
                   for (int64_t i = begin; i < end; i += kTogether) {
                     const int64_t some = std::min(kTogether, end - i);
                     right_ ? seek<true>(sequence, values + i, some, y + i)
                            : seek<false>(sequence, values + i, some, y + i);
                   }
                 });
  }

 private:
  /// NaN comes behind all numbers.
  static bool before(C a, C b) {
    if constexpr (std::is_floating_point_v<C>)
      return (a < b) | ((b != b) & (a == a));
    else
      return a < b;
  }
  template <bool right>
  void seek(const T* sequence, const T* values, int64_t count, int32_t* y) const {
    int64_t place[kTogether] = {};
    C value[kTogether];
    for (int64_t j = 0; j < count; ++j) value[j] = static_cast<C>(values[j]);
    for (int64_t rest = size_; rest > 0;) {
      const int64_t half = (rest + 1) / 2;
      for (int64_t j = 0; j < count; ++j) {
        const C element = static_cast<C>(sequence[place[j] + half - 1]);
        const bool beyond = right ? !before(value[j], element) : before(element, value[j]);
        place[j] += half & -static_cast<int64_t>(beyond);
      }
      rest -= half;
    }
    for (int64_t j = 0; j < count; ++j) y[j] = static_cast<int32_t>(place[j]);
  }

  int64_t size_, count_, steps_ = 0;
  bool right_;
};

Ref<PreparedKernel> prepare(const KernelArgs& args, const Layouts&) {
  return dispatch(args.in[0].dtype, [&]<class T>(T) -> Ref<PreparedKernel> {
    return make_ref<SearchSortedKernel<T>>(args);
  });
}

}  // namespace

extern constinit const Kernel searchsorted_kernel{"simd", accept, prepare};

}  // namespace cornu::cpu::simd
