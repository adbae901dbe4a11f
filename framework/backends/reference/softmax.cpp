#include "framework/ops/softmax.h"

#include <cmath>
#include <limits>

#include "framework/backends/reference/element.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

void run(const KernelArgs& args, const Operands& operands) {
  const Spec& x = args.in[0];
  const std::vector<int64_t> axes =
      args.as<SoftmaxOptions>().axis.normalized(args.def.name, x.shape.ndim());
  const SmallVector<int64_t, 6> strides = row_major_strides(x.shape);
  Shape outer = x.shape, inner;
  for (const int64_t axis : axes) {
    inner.push_back(x.shape[axis]);
    outer[axis] = 1;
  }
  const bool logarithm = args.def.name == "log_softmax";
  const int64_t rows = outer.elements(), terms = inner.elements();
  Odometer row(outer);
  for (int64_t r = 0; r < rows; ++r, row.next()) {
    int64_t base = 0;
    for (int64_t axis = 0; axis < outer.ndim(); ++axis)
      base += row[axis] * strides[static_cast<size_t>(axis)];
    const auto each = [&](auto&& f) {
      Odometer term(inner);
      for (int64_t k = 0; k < terms; ++k, term.next()) {
        int64_t at = base;
        for (size_t i = 0; i < axes.size(); ++i)
          at += term[static_cast<int64_t>(i)] * strides[static_cast<size_t>(axes[i])];
        f(at, load<double>(x.dtype, operands.in[0], at));
      }
    };
    double top = -std::numeric_limits<double>::infinity(), total = 0;
    each([&](int64_t, double value) { top = max(top, value); });
    each([&](int64_t, double value) { total += std::exp(value - top); });
    each([&](int64_t at, double value) {
      const double y = logarithm ? value - top - std::log(total) : std::exp(value - top) / total;
      store<double>(x.dtype, operands.out[0], at, y);
    });
  }
}

}  // namespace

extern constinit const Kernel softmax_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
