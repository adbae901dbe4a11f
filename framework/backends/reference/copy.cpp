#include "framework/ops/copy.h"

#include <cstring>

#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  std::memcpy(operands.out[0], operands.in[0], args.in[0].bytes());
}

}  // namespace

extern constinit const Kernel copy_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
