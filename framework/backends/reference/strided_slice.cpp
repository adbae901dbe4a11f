#include "framework/ops/strided_slice.h"

#include <cstring>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const size_t size = size_of(args.in[0].dtype);
  const Shape &x = args.in[0].shape, &y = args.out[0].shape;
  const StridedSliceAttrs& attrs = args.as<StridedSliceAttrs>();
  SmallVector<int64_t, 6> strides = row_major_strides(x);
  int64_t start = 0;
  for (size_t axis = 0; axis < attrs.step.size(); ++axis) {
    const AxisSlice part = resolve_slice(attrs, axis, x[static_cast<int64_t>(axis)]);
    start += part.start * strides[axis];
    strides[axis] *= part.step;
  }
  const int64_t count = y.elements();
  Odometer at(y);
  for (int64_t i = 0; i < count; ++i, at.next()) {
    int64_t from = start;
    for (int64_t axis = 0; axis < y.ndim(); ++axis)
      from += at[axis] * strides[static_cast<size_t>(axis)];
    std::memcpy(operands.output<std::byte>() + static_cast<size_t>(i) * size,
                operands.input<std::byte>(0) + static_cast<size_t>(from) * size, size);
  }
}

}  // namespace

extern constinit const Kernel strided_slice_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
