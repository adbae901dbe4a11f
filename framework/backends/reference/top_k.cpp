#include "framework/ops/top_k.h"

#include <algorithm>
#include <numeric>
#include <vector>

#include "framework/backends/reference/along_axis.h"
#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const AlongAxis along("top_k", x.shape, -1);
  const int64_t k = args.as<TopKOptions>().k;
  std::vector<int64_t> order(static_cast<size_t>(along.size));
  with_compute(x.dtype, [&]<class C>(C) {
    for (int64_t line = 0; line < along.lines; ++line) {
      const auto at = [&](int64_t i) {
        return load<C>(x.dtype, operands.in[0], line * along.size + i);
      };
      std::iota(order.begin(), order.end(), int64_t{0});
      std::stable_sort(order.begin(), order.end(), [&](int64_t a, int64_t b) {
        return at(a) > at(b) || (isnan(at(a)) && !isnan(at(b)));
      });
      for (int64_t i = 0; i < k; ++i) {
        const int64_t from = order[static_cast<size_t>(i)];
        store<C>(x.dtype, operands.out[0], line * k + i, at(from));
        operands.output<int32_t>(1)[line * k + i] = static_cast<int32_t>(from);
      }
    }
  });
}

}  // namespace

extern constinit const Kernel top_k_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
