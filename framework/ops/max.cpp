#include "framework/ops/broadcast_to.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

constinit const OpDef max_def{.name = "max",
                              .doc = "Largest element over axes.",
                              .inputs = {{"x"}},
                              .attrs = attrs_of<ReduceOptions>,
                              .infer = infer_extremum,
                              .vjp = extremum_vjp,
                              .kernel_family = "reduce"};

namespace ops {

Tensor max(const Operand& x, const ExtremumOptions& options) {
  if (x.is_symbolic()) return record_symbolic("max", {x}, options);
  const Tensor tensor = x.tensor();
  const ReduceOptions reduced{options.axis, options.keepdims};
  if (!options.initial) return apply_one(max_def, {tensor}, reduced);
  const Tensor initial = Operand(*options.initial).as(tensor.dtype(), tensor.device());
  if (nothing_to_reduce("max", tensor.shape(), options.axis))
    return broadcast_to(initial, {.shape = reduced_shape("max", tensor.shape(), reduced)});
  return maximum(apply_one(max_def, {tensor}, reduced), initial);
}

Tensor amax(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("amax", {x}, options);
  return max(x, {.axis = options.axis, .keepdims = options.keepdims});
}

}  // namespace ops

}  // namespace cornu
