#include "framework/ops/broadcast_to.h"

#include <cstring>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const size_t size = size_of(args.in[0].dtype);
  const Shape& shape = args.out[0].shape;
  const int64_t count = shape.elements();
  Odometer at(shape);
  for (int64_t i = 0; i < count; ++i, at.next())
    std::memcpy(
        operands.output<std::byte>() + static_cast<size_t>(i) * size,
        operands.input<std::byte>(0) + static_cast<size_t>(at.offset_in(args.in[0].shape)) * size,
        size);
}

}  // namespace

extern constinit const Kernel broadcast_to_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
