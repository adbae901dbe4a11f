#include "framework/backends/reference/indices.h"
#include "framework/ops/take.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &updates = args.in[0], &indices = args.in[1], &y = args.out[0];
  const auto [axis, size] = args.as<ScatterAddAttrs>();
  const int64_t outer = y.shape.sub(0, axis).elements(), count = indices.shape.elements();
  const int64_t inner = y.shape.sub(axis + 1).elements();
  with_compute(y.dtype, [&]<class C>(C) {
    const int64_t elements = y.shape.elements();
    for (int64_t i = 0; i < elements; ++i) store<C>(y.dtype, operands.out[0], i, C(0));
    for (int64_t row = 0; row < outer; ++row)
      for (int64_t i = 0; i < count; ++i) {
        const int64_t at = index_at("scatter_add", indices.dtype, operands.in[1], i, y, axis);
        for (int64_t k = 0; k < inner; ++k) {
          const int64_t to = (row * size + at) * inner + k;
          const C update = load<C>(updates.dtype, operands.in[0], (row * count + i) * inner + k);
          store<C>(y.dtype, operands.out[0], to, load<C>(y.dtype, operands.out[0], to) + update);
        }
      }
  });
}

}  // namespace

extern constinit const Kernel scatter_add_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
