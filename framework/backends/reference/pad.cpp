#include "framework/ops/pad.h"

#include <cstring>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &x = args.in[0], &y = args.out[0];
  const PadAttrs& attrs = args.as<PadAttrs>();
  const size_t size = size_of(x.dtype);
  const int64_t outputs = y.shape.elements(), inputs = x.shape.elements();
  for (int64_t i = 0; i < outputs; ++i) store<double>(y.dtype, operands.out[0], i, attrs.value);
  const SmallVector<int64_t, 6> strides = row_major_strides(y.shape);
  Odometer at(x.shape);
  for (int64_t i = 0; i < inputs; ++i, at.next()) {
    int64_t to = 0;
    for (size_t axis = 0; axis < attrs.low.size(); ++axis)
      to += (attrs.low[axis] + at[static_cast<int64_t>(axis)] * (attrs.interior[axis] + 1)) *
            strides[axis];
    std::memcpy(operands.output<std::byte>() + static_cast<size_t>(to) * size,
                operands.input<std::byte>(0) + static_cast<size_t>(i) * size, size);
  }
}

}  // namespace

extern constinit const Kernel pad_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
