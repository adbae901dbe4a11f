#include "framework/ops/resample.h"

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const ResampleAttrs& attrs = args.as<ResampleAttrs>();
  const int64_t axis = normalize_axis("resample", attrs.axis, x.shape.ndim());
  const ResampleTable table = resample_table(attrs, x.shape[axis]);
  const int64_t outer = x.shape.sub(0, axis).elements(), inner = x.shape.sub(axis + 1).elements();
  const int64_t from = x.shape[axis], to = args.out[0].shape[axis];
  for (int64_t o = 0; o < outer; ++o)
    for (int64_t row = 0; row < to; ++row)
      for (int64_t i = 0; i < inner; ++i) {
        double sum = 0;
        const auto r = static_cast<size_t>(row);
        for (size_t k = table.starts[r]; k < table.starts[r + 1]; ++k)
          sum += table.weights[k] *
                 load<double>(x.dtype, operands.in[0], (o * from + table.places[k]) * inner + i);
        store<double>(x.dtype, operands.out[0], (o * to + row) * inner + i, sum);
      }
}

}  // namespace

extern constinit const Kernel resample_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
