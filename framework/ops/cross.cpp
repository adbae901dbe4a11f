#include "framework/ops/cross.h"

#include "framework/ops/broadcast_to.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/split.h"

namespace cornu {

namespace {

/// The elements of the vectors along an axis, two or three.
Tensors elements(const Tensor& x, int64_t axis, std::string_view name) {
  const int64_t at = normalize_axis("cross", axis, x.ndim());
  const int64_t size = x.shape()[at];
  if (size != 2 && size != 3)
    fail<ShapeError>("cross: vectors have 2 or 3 elements, but axis ", at, " of ", name, " has ",
                     size, ": ", x.spec(), ".");
  return ops::unstack(x, {.axis = at});
}

/// a b - c d; an element that is not there is zero.
Tensor minor(const Tensor* a, const Tensor* b, const Tensor* c, const Tensor* d) {
  if (a && b && c && d) return *a * *b - *c * *d;
  return a && b ? *a * *b : -(*c * *d);
}

}  // namespace

Tensor ops::cross(const Operand& x1, const Operand& x2, const CrossOptions& options) {
  if (any_symbolic(x1, x2)) return record_symbolic("cross", {x1, x2}, options);
  const Operand operands[] = {x1, x2};
  const DType dtype = result_type(operands);
  if (dtype == DType::boolean) fail<DTypeError>("cross: there are no products of bool vectors.");
  const int64_t axisa = options.axis.value_or(options.axisa),
                axisb = options.axis.value_or(options.axisb),
                axisc = options.axis.value_or(options.axisc);
  if (any_unranked(x1, x2)) return defer("cross", {x1, x2}, options, dtype);
  const Tensor a = x1.as(dtype), b = x2.as(dtype);
  const auto unknown_size = [](const Tensor& x, int64_t axis) {
    return x.shape()[normalize_axis("cross", axis, x.ndim())] == unknown;
  };
  if (unknown_size(a, axisa) || unknown_size(b, axisb))
    return defer("cross", {x1, x2}, options, dtype);
  const Tensors u = elements(a, axisa, "x1"), v = elements(b, axisb, "x2");
  const Tensor third = minor(&u[0], &v[1], &u[1], &v[0]);
  if (u.size() == 2 && v.size() == 2) return third;
  const Tensor *u2 = u.size() > 2 ? &u[2] : nullptr, *v2 = v.size() > 2 ? &v[2] : nullptr;
  const Tensor first = minor(&u[1], v2, u2, &v[1]), second = minor(u2, &v[0], &u[0], v2);
  return stack({first, second, third}, {.axis = axisc});
}

}  // namespace cornu
