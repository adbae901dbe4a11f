#include "framework/ops/creation.h"
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
  const Tensor y = apply_one(min_def, {tensor}, ReduceOptions{options.axis, options.keepdims});
  if (!options.initial) return y;
  return minimum(y, *options.initial);
}

Tensor amin(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("amin", {x}, options);
  return min(x, {.axis = options.axis, .keepdims = options.keepdims});
}

}  // namespace ops

}  // namespace cornu
