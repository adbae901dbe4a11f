#include "framework/backends/reference/along_axis.h"
#include "framework/backends/reference/element.h"
#include "framework/ops/cumsum.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// One step of y[i] from y[i - 1].
template <class C, class F>
void run_along(const KernelArgs& args, const Operands& operands, C first, const F& step) {
  const CumulativeAttrs& attrs = args.as<CumulativeAttrs>();
  const Spec& y = args.out[0];
  const AlongAxis along(args.def.name, y.shape, attrs.axis);
  for (int64_t line = 0; line < along.lines; ++line) {
    C total = first;
    for (int64_t i = 0; i < along.size; ++i) {
      const int64_t at = along.start(line) + (attrs.reverse ? along.size - 1 - i : i) * along.inner;
      total = step(total, at);
      store<C>(y.dtype, operands.out[0], at, total);
    }
  }
}

void run(const KernelArgs& args, const Operands& operands) {
  const DType dtype = args.in[0].dtype;
  with_compute(dtype, [&]<class C>(C) {
    const auto x = [&](size_t input, int64_t at) { return load<C>(dtype, operands.in[input], at); };
    // Integers wrap, which signed ones may not.
    const auto add = [](C a, C b) {
      if constexpr (std::is_integral_v<C>)
        return static_cast<C>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
      else
        return a + b;
    };
    const auto multiply = [](C a, C b) {
      if constexpr (std::is_integral_v<C>)
        return static_cast<C>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
      else
        return a * b;
    };
    if (args.def.name == "cumsum")
      run_along(args, operands, C(0), [&](C total, int64_t at) { return add(total, x(0, at)); });
    else if (args.def.name == "cumprod")
      run_along(args, operands, C(1),
                [&](C total, int64_t at) { return multiply(total, x(0, at)); });
    else
      run_along(args, operands, C(0),
                [&](C total, int64_t at) { return add(multiply(total, x(0, at)), x(1, at)); });
  });
}

}  // namespace

extern constinit const Kernel cumulative_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
