#include "framework/ops/matmul.h"

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &a = args.in[0], &b = args.in[1], &y = args.out[0];
  const MatmulAttrs& attrs = args.as<MatmulAttrs>();
  const bool ta = attrs.transpose_a, tb = attrs.transpose_b;
  const bool relu = attrs.activation == FusedActivation::relu;
  const int64_t rows = y.shape[-2], columns = y.shape[-1], inner = a.shape[ta ? -2 : -1];
  const Shape batch = y.shape.sub(0, y.shape.ndim() - 2);
  const Shape a_batch = a.shape.sub(0, a.shape.ndim() - 2),
              b_batch = b.shape.sub(0, b.shape.ndim() - 2);
  with_compute(y.dtype, [&]<class C>(C) {
    using Total = std::conditional_t<std::is_floating_point_v<C>, double, C>;
    Odometer at(batch);
    const int64_t batches = batch.elements();
    for (int64_t n = 0; n < batches; ++n, at.next()) {
      const int64_t a_base = at.offset_in(a_batch) * rows * inner,
                    b_base = at.offset_in(b_batch) * inner * columns;
      for (int64_t i = 0; i < rows; ++i)
        for (int64_t j = 0; j < columns; ++j) {
          Total total{};
          for (int64_t k = 0; k < inner; ++k)
            total += static_cast<Total>(load<C>(a.dtype, operands.in[0],
                                                a_base + (ta ? k * rows + i : i * inner + k))) *
                     static_cast<Total>(load<C>(b.dtype, operands.in[1],
                                                b_base + (tb ? j * inner + k : k * columns + j)));
          if (args.in.size() > 2)
            total += static_cast<Total>(load<C>(args.in[2].dtype, operands.in[2], j));
          if (relu) total = max(total, Total(0));
          store<Total>(y.dtype, operands.out[0], (n * rows + i) * columns + j, total);
        }
    }
  });
}

}  // namespace

extern constinit const Kernel matmul_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
