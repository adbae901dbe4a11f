#include "framework/ops/resample.h"

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// Calls f(place, weight) for what result `row` is made of.
template <class F>
void each_term(const ResampleTable& table, int64_t row, const F& f) {
  const auto r = static_cast<size_t>(row);
  for (size_t k = table.starts[r]; k < table.starts[r + 1]; ++k)
    f(table.places[k], table.weights[k]);
}

void run(const KernelArgs& args, const Operands& operands) {
  const DType dtype = args.in[0].dtype;
  const Resampling map(args.as<ResampleAttrs>(), args.in[0].shape, args.out[0].shape);
  int64_t at = 0;
  for (int64_t o = 0; o < map.outer; ++o)
    for (int64_t row = 0; row < map.to_rows.rows(); ++row)
      for (int64_t column = 0; column < map.to_columns.rows(); ++column)
        for (int64_t i = 0; i < map.inner; ++i) {
          double sum = 0;
          each_term(map.to_rows, row, [&](int64_t r, double of_row) {
            each_term(map.to_columns, column, [&](int64_t c, double of_column) {
              const int64_t from = ((o * map.rows + r) * map.columns + c) * map.inner + i;
              sum += of_row * of_column * load<double>(dtype, operands.in[0], from);
            });
          });
          store<double>(dtype, operands.out[0], at++, sum);
        }
}

}  // namespace

extern constinit const Kernel resample_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
