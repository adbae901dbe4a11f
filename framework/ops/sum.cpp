#include "framework/ops/broadcast_to.h"
#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

Tensors vjp(const VjpArgs& args) {
  const Shape& shape = args.in[0].shape();
  const Tensor dy = keep_reduced_axes(args.dout[0], shape, args.as<ReduceOptions>());
  return {ops::broadcast_to(dy, {.shape = shape})};
}

}  // namespace

constinit const OpDef sum_def{.name = "sum",
                              .doc = "Sum over axes.",
                              .inputs = {{"x", kNumeric}},
                              .attrs = attrs_of<ReduceOptions>,
                              .infer = infer_reduce,
                              .vjp = vjp,
                              .kernel_family = "reduce"};

namespace ops {

Tensor sum(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("sum", {x}, options);
  return apply_one(sum_def, {x.as(accumulation_dtype(x.tensor().dtype()))}, options);
}

}  // namespace ops

}  // namespace cornu
