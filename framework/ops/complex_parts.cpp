#include "framework/ops/complex_parts.h"

#include "framework/ops/creation.h"
#include "framework/ops/public.h"

namespace cornu::ops {

Tensor conjugate(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("conjugate", {x});
  return x.tensor();
}

Tensor imag(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("imag", {x});
  return zeros_like(x.tensor());
}

Tensor real(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("real", {x});
  return x.tensor();
}

}  // namespace cornu::ops
