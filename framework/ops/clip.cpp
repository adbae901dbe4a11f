#include "framework/ops/clip.h"

#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"

namespace cornu::ops {

Tensor clip(const Operand& x, const ClipOptions& options) {
  if (x.is_symbolic()) return record_symbolic("clip", {x}, options);
  const DType dtype = x.tensor().dtype() == DType::boolean ? DType::i32 : x.tensor().dtype();
  const Tensor t = x.as(dtype);
  const Device device = t.spec().device;
  const Tensor low = Operand(options.x_min).as(dtype, device),
               high = Operand(options.x_max).as(dtype, device);
  return where(t < low, low, where(t > high, high, t));
}

}  // namespace cornu::ops
