#include "framework/ops/concatenate.h"

#include <cstring>

#include "framework/backends/reference/rows.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& y = args.out[0];
  const int64_t axis =
      normalize_axis("concatenate", args.as<ConcatenateOptions>().axis, y.shape.ndim());
  const Rows whole(y, axis);
  size_t place = 0;
  for (size_t part = 0; part < args.in.size(); ++part) {
    const Rows rows(args.in[part], axis);
    if (rows.bytes == 0) continue;
    for (size_t row = 0; row < rows.outer; ++row)
      std::memcpy(operands.output<std::byte>() + row * whole.bytes + place,
                  operands.input<std::byte>(part) + row * rows.bytes, rows.bytes);
    place += rows.bytes;
  }
}

}  // namespace

extern constinit const Kernel concatenate_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
