#include "framework/ops/split.h"

#include <cstring>

#include "framework/backends/reference/rows.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const int64_t axis = normalize_axis("split", args.as<SplitOptions>().axis, x.shape.ndim());
  const Rows whole(x, axis);
  size_t place = 0;
  for (size_t part = 0; part < args.out.size(); ++part) {
    const Rows rows(args.out[part], axis);
    if (rows.bytes == 0) continue;
    if (operands.out[part])
      for (size_t row = 0; row < rows.outer; ++row)
        std::memcpy(operands.output<std::byte>(part) + row * rows.bytes,
                    operands.input<std::byte>(0) + row * whole.bytes + place, rows.bytes);
    place += rows.bytes;
  }
}

}  // namespace

extern constinit const Kernel split_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
