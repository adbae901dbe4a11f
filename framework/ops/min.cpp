#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"

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
  return extremum(min_def, x.tensor(), options, minimum);
}

Tensor amin(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("amin", {x}, options);
  return min(x, {.axis = options.axis, .keepdims = options.keepdims});
}

}  // namespace ops

}  // namespace cornu
