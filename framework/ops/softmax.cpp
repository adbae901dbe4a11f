#include "framework/ops/softmax.h"

#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  if (args.in[0].shape.ranked())
    args.as<SoftmaxOptions>().axis.normalized("softmax", args.in[0].shape.ndim());
  return {args.in[0]};
}

Tensors vjp(const VjpArgs& args) {
  const Tensor &y = args.out[0], &dy = args.dout[0];
  const ReduceOptions along{.axis = args.as<SoftmaxOptions>().axis, .keepdims = true};
  return {y * (dy - ops::sum(y * dy, along))};
}

}  // namespace

constinit const OpDef softmax_def{.name = "softmax",
                                  .doc = "Exponentials along axes, scaled to sum to one.",
                                  .inputs = {{"x", kFloating}},
                                  .attrs = attrs_of<SoftmaxOptions>,
                                  .infer = infer,
                                  .vjp = vjp};

Tensor ops::softmax(const Operand& x, const SoftmaxOptions& options) {
  if (x.is_symbolic()) return record_symbolic("softmax", {x}, options);
  const Tensor logits = x.as(to_floating(x.tensor().dtype()));
  return apply_one(softmax_def, {logits}, options).with_logits(logits);
}

}  // namespace cornu
