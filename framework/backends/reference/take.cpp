#include "framework/ops/take.h"

#include <cstring>

#include "framework/backends/reference/indices.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &x = args.in[0], &indices = args.in[1];
  const int64_t axis = normalize_axis("take", args.as<TakeAttrs>().axis, x.shape.ndim());
  const int64_t size = x.shape[axis], count = indices.shape.elements();
  const int64_t outer = x.shape.sub(0, axis).elements();
  const size_t bytes = static_cast<size_t>(x.shape.sub(axis + 1).elements()) * size_of(x.dtype);
  for (int64_t row = 0; row < outer; ++row)
    for (int64_t i = 0; i < count; ++i) {
      const int64_t at = index_at("take", indices.dtype, operands.in[1], i, x, axis);
      std::memcpy(operands.output<std::byte>() + static_cast<size_t>(row * count + i) * bytes,
                  operands.input<std::byte>(0) + static_cast<size_t>(row * size + at) * bytes,
                  bytes);
    }
}

}  // namespace

extern constinit const Kernel take_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
