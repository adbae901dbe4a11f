#include "framework/ops/elementwise.h"

#include "framework/backends/reference/element.h"
#include "framework/backends/reference/evaluate.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const int row = args.def.elementwise->id;
  const Spec& out = args.out[0];
  const DType type = args.in.back().dtype;
  const int64_t count = out.shape.elements();
  with_compute(type, [&]<class C>(C) {
    Odometer at(out.shape);
    for (int64_t i = 0; i < count; ++i, at.next()) {
      const auto in = [&](size_t k) {
        return k < args.in.size()
                   ? load<C>(args.in[k].dtype, operands.in[k], at.offset_in(args.in[k].shape))
                   : C(0);
      };
      store<C>(out.dtype, operands.out[0], i, evaluate<C>(row, in(0), in(1), in(2)));
    }
  });
}

}  // namespace

extern constinit const Kernel elementwise_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
