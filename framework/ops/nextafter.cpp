#include "framework/ops/nextafter.h"

#include "framework/ops/cast.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/stop_gradient.h"
#include "framework/ops/where.h"

namespace cornu::ops {

namespace {

/// Halves in float64: a step of 0.6 to 1.2 distances between neighbours is rounded to the next one.
Tensor next_half(const Tensor& a, const Tensor& b, DType dtype) {
  const bool brain = dtype == DType::bf16;
  const double share = brain ? 1.2 * 0x1p-8 : 1.2 * 0x1p-11, least = brain ? 0x1p-133 : 0x1p-24;
  const double beyond = brain ? 0x1p128 : 0x1p16;  // stands for infinity
  const Tensor from = minimum(maximum(a, -beyond), beyond);
  const Tensor step = sign(b - from) * maximum(abs(from) * share, 0.6 * least);
  const Tensor next = where(isnan(b), b, from + stop_gradient(step));
  return cast(where(equal(a, b), b, next), dtype);
}

}  // namespace

Tensor nextafter(const Operand& a, const Operand& b) {
  if (any_symbolic(a, b)) return record_symbolic("nextafter", {a, b});
  const Operand operands[] = {a, b};
  const DType dtype = to_floating(result_type(operands));
  const Device device = device_of(operands);
  if (size_of(dtype) > 2) return next_toward(a.as(dtype, device), b.as(dtype, device));
  return next_half(cast(a.as(dtype, device), DType::f64), cast(b.as(dtype, device), DType::f64),
                   dtype);
}

}  // namespace cornu::ops
