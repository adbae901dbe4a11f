#include "framework/ops/close.h"

#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"

namespace cornu::ops {

Tensor isclose(const Operand& a, const Operand& b, const IscloseOptions& options,
               const std::optional<Operand>& rtol, const std::optional<Operand>& atol) {
  const Operand relative = rtol.value_or(Operand(options.rtol)),
                absolute = atol.value_or(Operand(options.atol));
  if (any_symbolic(a, b)) return record_symbolic("isclose", {a, b, relative, absolute}, options);
  const Operand operands[] = {a, b};
  const DType dtype = result_type(operands);
  const Device device = device_of(operands);
  const Tensor x = a.as(dtype, device), y = b.as(dtype, device);
  if (!is_floating(dtype)) return equal(x, y);
  const Tensor close = less_equal(abs(x - y), add(absolute, multiply(relative, abs(y))));
  return options.equal_nan ? logical_or(close, logical_and(isnan(x), isnan(y))) : close;
}

Tensor allclose(const Operand& a, const Operand& b, const AllcloseOptions& options) {
  if (any_symbolic(a, b)) return record_symbolic("allclose", {a, b}, options);
  const Tensor close =
      isclose(a, b, {.rtol = options.rtol, .atol = options.atol, .equal_nan = options.equal_nan});
  return all(logical_or(logical_and(close, logical_not(isinf(b))), equal(a, b)));
}

}  // namespace cornu::ops
