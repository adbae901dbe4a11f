#include "framework/ops/transpose.h"

#include <cstring>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const size_t size = size_of(args.in[0].dtype);
  const Shape &x = args.in[0].shape, &y = args.out[0].shape;
  const std::vector<int64_t> axes = permutation(args.as<TransposeOptions>(), x.ndim());
  const SmallVector<int64_t, 6> strides = row_major_strides(x);
  const int64_t count = y.elements();
  Odometer at(y);
  for (int64_t i = 0; i < count; ++i, at.next()) {
    int64_t from = 0;
    for (size_t axis = 0; axis < axes.size(); ++axis)
      from += at[static_cast<int64_t>(axis)] * strides[static_cast<size_t>(axes[axis])];
    std::memcpy(operands.output<std::byte>() + static_cast<size_t>(i) * size,
                operands.input<std::byte>(0) + static_cast<size_t>(from) * size, size);
  }
}

}  // namespace

extern constinit const Kernel transpose_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
