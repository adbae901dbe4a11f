#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

constinit const OpDef all_def{.name = "all",
                              .doc = "Whether all elements over axes are true.",
                              .inputs = {{"x", kBoolean}},
                              .attrs = attrs_of<ReduceOptions>,
                              .infer = infer_reduce,
                              .no_gradient = "it is true or false",
                              .kernel_family = "reduce"};

namespace ops {

Tensor all(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("all", {x}, options);
  return apply_one(all_def, {x.as(DType::boolean)}, options);
}

}  // namespace ops

}  // namespace cornu
