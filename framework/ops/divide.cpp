#include "framework/ops/divide.h"

#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"

namespace cornu::ops {

Tensor divide(const Operand& a, const Operand& b) {
  if (any_symbolic(a, b)) return record_symbolic("divide", {a, b});
  return true_divide(a, b);
}

}  // namespace cornu::ops
