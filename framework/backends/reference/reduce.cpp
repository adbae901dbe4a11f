#include "framework/ops/reduce.h"

#include <algorithm>
#include <limits>

#include "framework/backends/reference/element.h"
#include "framework/base/error.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// Sums of floats are kept in double: the oracle must not be what loses digits.
template <class C>
using Wide = std::conditional_t<std::is_floating_point_v<C>, double, C>;

template <class W>
struct Reduction {
  std::string_view name;

  W start() const {
    if (name == "prod" || name == "all") return W(1);
    if (name == "max")
      return std::is_floating_point_v<W> ? -std::numeric_limits<W>::infinity()
                                         : std::numeric_limits<W>::lowest();
    if (name == "min")
      return std::is_floating_point_v<W> ? std::numeric_limits<W>::infinity()
                                         : std::numeric_limits<W>::max();
    return W(0);
  }
  W combine(W a, W x) const {
    if (name == "max") return max(a, x);
    if (name == "min") return min(a, x);
    if (name == "prod") return wrapped(a, x, [](auto b, auto y) { return b * y; });
    if (name == "any") return W(logical_or(a, x));
    if (name == "all") return W(logical_and(a, x));
    return wrapped(a, x, [](auto b, auto y) { return b + y; });
  }
  /// Integers wrap around, as the narrower ones do when stored.
  template <class F>
  static W wrapped(W a, W x, F f) {
    if constexpr (std::is_integral_v<W>) {
      using U = std::make_unsigned_t<W>;
      return static_cast<W>(f(static_cast<U>(a), static_cast<U>(x)));
    } else {
      return f(a, x);
    }
  }
};

void run(const KernelArgs& args, const Operands& operands) {
  const Spec &x = args.in[0], &y = args.out[0];
  const ReduceOptions& options = args.as<ReduceOptions>();
  const std::vector<int64_t> axes = options.axis.normalized(args.def.name, x.shape.ndim());
  Shape inner;  // the reduced axes
  for (const int64_t axis : axes) inner.push_back(x.shape[axis]);
  const Shape outer = reduced_shape(args.def.name, x.shape, {options.axis, true});
  const SmallVector<int64_t, 6> strides = row_major_strides(x.shape);
  const int64_t outputs = outer.elements(), terms = inner.elements();
  with_compute(x.dtype, [&]<class C>(C) {
    const Reduction<Wide<C>> reduction{args.def.name};
    Odometer at(outer);
    for (int64_t i = 0; i < outputs; ++i, at.next()) {
      int64_t base = 0;
      for (int64_t axis = 0; axis < outer.ndim(); ++axis)
        base += at[axis] * strides[static_cast<size_t>(axis)];
      Wide<C> total = reduction.start();
      Odometer term(inner);
      for (int64_t k = 0; k < terms; ++k, term.next()) {
        int64_t offset = base;
        for (size_t r = 0; r < axes.size(); ++r)
          offset += term[static_cast<int64_t>(r)] * strides[static_cast<size_t>(axes[r])];
        total = reduction.combine(total,
                                  static_cast<Wide<C>>(load<C>(x.dtype, operands.in[0], offset)));
      }
      if (args.def.name == "mean")
        total = static_cast<Wide<C>>(total / static_cast<Wide<C>>(terms));
      store<Wide<C>>(y.dtype, operands.out[0], i, total);
    }
  });
}

}  // namespace

extern constinit const Kernel reduce_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
