#include "framework/backends/reference/along_axis.h"
#include "framework/backends/reference/indices.h"
#include "framework/ops/take_along_axis.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &updates = args.in[0], &indices = args.in[1], &y = args.out[0];
  const int64_t axis = args.as<ScatterAddAttrs>().axis;
  const AlongAxis from("scatter_along_axis", updates.shape, axis),
      to("scatter_along_axis", y.shape, axis);
  with_compute(y.dtype, [&]<class C>(C) {
    const int64_t elements = y.shape.elements();
    for (int64_t i = 0; i < elements; ++i) store<C>(y.dtype, operands.out[0], i, C(0));
    for (int64_t line = 0; line < from.lines; ++line)
      for (int64_t i = 0; i < from.size; ++i) {
        const int64_t place = from.start(line) + i * from.inner;
        const int64_t at = to.start(line) + to.inner * index_at("scatter_along_axis", indices.dtype,
                                                                operands.in[1], place, y, axis);
        const C update = load<C>(updates.dtype, operands.in[0], place);
        store<C>(y.dtype, operands.out[0], at, load<C>(y.dtype, operands.out[0], at) + update);
      }
  });
}

}  // namespace

extern constinit const Kernel scatter_along_axis_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
