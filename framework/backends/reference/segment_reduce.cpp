#include "framework/ops/segment_reduce.h"

#include "framework/backends/reference/segments.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &data = args.in[0], &ids = args.in[1];
  const auto [reduction, segments] = args.as<SegmentAttrs>();
  const int64_t rows = data.shape[0], width = data.shape.sub(1).elements();
  dispatch(data.dtype, [&, reduction = reduction, segments = segments]<class T>(T) {
    using C = Compute<T>;
    T* y = operands.output<T>();
    for (int64_t i = 0; i < segments * width; ++i) y[i] = T(segment_start<T>(reduction));
    for (int64_t row = 0; row < rows; ++row) {
      const int64_t id = segment_at(ids.dtype, operands.in[1], row, segments);
      for (int64_t k = 0; id >= 0 && k < width; ++k) {
        const C x = static_cast<C>(operands.input<T>(0)[row * width + k]);
        T& total = y[id * width + k];
        total = T(combined<C>(reduction, static_cast<C>(total), x));
      }
    }
  });
}

}  // namespace

extern constinit const Kernel segment_reduce_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
