#include "framework/ops/sort.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "framework/backends/reference/along_axis.h"
#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// Of sort: the elements in order and, where wanted, their indices. Of argsort: the indices.
void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const AlongAxis along(args.def.name, x.shape, args.as<SortAttrs>().axis);
  const bool values = args.def.name == "sort";
  int32_t* indices =
      values ? (args.wants(1) ? operands.output<int32_t>(1) : nullptr) : operands.output<int32_t>();
  std::vector<int64_t> order(static_cast<size_t>(along.size));
  with_compute(x.dtype, [&]<class C>(C) {
    for (int64_t line = 0; line < along.lines; ++line) {
      const int64_t start = along.start(line);
      const auto at = [&](int64_t i) {
        return load<C>(x.dtype, operands.in[0], start + i * along.inner);
      };
      std::iota(order.begin(), order.end(), int64_t{0});
      std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
        return at(a) < at(b) || (!isnan(at(a)) && isnan(at(b)));
      });
      for (int64_t i = 0; i < along.size; ++i) {
        const int64_t from = order[static_cast<size_t>(i)], to = start + i * along.inner;
        if (indices) indices[to] = static_cast<int32_t>(from);
        if (values) store<C>(x.dtype, operands.out[0], to, at(from));
      }
    }
  });
}

}  // namespace

extern constinit const Kernel sort_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
