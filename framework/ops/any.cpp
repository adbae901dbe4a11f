#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

constinit const OpDef any_def{.name = "any",
                              .doc = "Whether any element over axes is true.",
                              .inputs = {{"x", kBoolean}},
                              .attrs = attrs_of<ReduceOptions>,
                              .infer = infer_reduce,
                              .no_gradient = "it is true or false",
                              .kernel_family = "reduce"};

namespace ops {

Tensor any(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("any", {x}, options);
  return apply_one(any_def, {x.as(DType::boolean)}, options);
}

}  // namespace ops

}  // namespace cornu
