#include "framework/ops/cast.h"

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const int64_t count = args.in[0].shape.elements();
  with_compute(args.in[0].dtype, [&]<class C>(C) {
    for (int64_t i = 0; i < count; ++i)
      store<C>(args.out[0].dtype, operands.out[0], i, load<C>(args.in[0].dtype, operands.in[0], i));
  });
}

}  // namespace

extern constinit const Kernel cast_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
