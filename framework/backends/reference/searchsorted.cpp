#include "framework/ops/searchsorted.h"

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &sequence = args.in[0], &values = args.in[1];
  const bool right = args.as<SearchSortedOptions>().side == SearchSide::right;
  with_compute(values.dtype, [&]<class C>(C) {
    const auto before = [](C a, C b) { return a < b || (!isnan(a) && isnan(b)); };
    for (int64_t i = 0; i < values.shape.elements(); ++i) {
      const C value = load<C>(values.dtype, operands.in[1], i);
      int32_t place = 0;
      for (int64_t k = 0; k < sequence.shape.elements(); ++k) {
        const C element = load<C>(sequence.dtype, operands.in[0], k);
        place += right ? !before(value, element) : before(element, value);
      }
      operands.output<int32_t>()[i] = place;
    }
  });
}

}  // namespace

extern constinit const Kernel searchsorted_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
