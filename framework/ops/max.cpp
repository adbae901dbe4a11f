#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"

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
  return extremum(max_def, x.tensor(), options, maximum);
}

Tensor amax(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("amax", {x}, options);
  return max(x, {.axis = options.axis, .keepdims = options.keepdims});
}

}  // namespace ops

}  // namespace cornu
