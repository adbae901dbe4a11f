#include "framework/ops/broadcast_to.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

constinit const OpDef min_def{.name = "min",
                              .doc = "Smallest element over axes.",
                              .inputs = {{"x"}},
                              .attrs = attrs_of<ReduceOptions>,
                              .infer = infer_extremum,
                              .vjp = extremum_vjp,
                              .kernel_family = "reduce"};

namespace ops {

Tensor min(const Operand& x, const ExtremumOptions& options) {
  if (x.is_symbolic()) return record_symbolic("min", {x}, options);
  const Tensor tensor = x.tensor();
  const ReduceOptions reduced{options.axis, options.keepdims};
  if (!options.initial) return apply_one(min_def, {tensor}, reduced);
  const Tensor initial = Operand(*options.initial).as(tensor.dtype(), tensor.device());
  if (nothing_to_reduce("min", tensor.shape(), options.axis))
    return broadcast_to(initial, {.shape = reduced_shape("min", tensor.shape(), reduced)});
  return minimum(apply_one(min_def, {tensor}, reduced), initial);
}

Tensor amin(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("amin", {x}, options);
  return min(x, {.axis = options.axis, .keepdims = options.keepdims});
}

}  // namespace ops

}  // namespace cornu
