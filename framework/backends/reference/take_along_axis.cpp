#include "framework/ops/take_along_axis.h"

#include <cstring>

#include "framework/backends/reference/along_axis.h"
#include "framework/backends/reference/indices.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &x = args.in[0], &indices = args.in[1];
  const int64_t axis = normalize_axis("take_along_axis", args.as<TakeAttrs>().axis, x.shape.ndim());
  const AlongAxis from("take_along_axis", x.shape, axis),
      to("take_along_axis", indices.shape, axis);
  const size_t bytes = size_of(x.dtype);
  for (int64_t line = 0; line < to.lines; ++line)
    for (int64_t i = 0; i < to.size; ++i) {
      const int64_t place = to.start(line) + i * to.inner;
      const int64_t at = index_at("take_along_axis", indices.dtype, operands.in[1], place, x, axis);
      std::memcpy(operands.output<std::byte>() + static_cast<size_t>(place) * bytes,
                  operands.input<std::byte>(0) +
                      static_cast<size_t>(from.start(line) + at * from.inner) * bytes,
                  bytes);
    }
}

}  // namespace

extern constinit const Kernel take_along_axis_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
