#include "framework/ops/ldexp.h"

#include "framework/base/error.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"

namespace cornu::ops {

Tensor ldexp(const Operand& a, const Operand& b) {
  if (any_symbolic(a, b)) return record_symbolic("ldexp", {a, b});
  const Tensor exponent = b.tensor();
  if (!is_integer(exponent.dtype()))
    fail<DTypeError>("ldexp: b is ", exponent.spec(), "; it must be an integer type.");
  const Operand operands[] = {a, b};
  const DType dtype = to_floating(result_type(operands));
  const Device device = device_of(operands);
  const Tensor x = a.as(dtype, device);
  // 0 and infinities stay, whatever the power overflows or vanishes to
  const Tensor stays = logical_or(isinf(x), equal(x, 0.0));
  return where(stays, x, x * exp2(b.as(dtype, device)));
}

}  // namespace cornu::ops
