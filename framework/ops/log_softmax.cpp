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
    args.as<SoftmaxOptions>().axis.normalized("log_softmax", args.in[0].shape.ndim());
  return {args.in[0]};
}

Tensors vjp(const VjpArgs& args) {
  const Tensor &y = args.out[0], &dy = args.dout[0];
  const ReduceOptions along{.axis = args.as<SoftmaxOptions>().axis, .keepdims = true};
  return {dy - ops::exp(y) * ops::sum(dy, along)};
}

}  // namespace

constinit const OpDef log_softmax_def{.name = "log_softmax",
                                      .doc = "Logarithm of softmax.",
                                      .inputs = {{"x", kFloating}},
                                      .attrs = attrs_of<SoftmaxOptions>,
                                      .infer = infer,
                                      .vjp = vjp,
                                      .kernel_family = "softmax"};

Tensor ops::log_softmax(const Operand& x, const SoftmaxOptions& options) {
  if (x.is_symbolic()) return record_symbolic("log_softmax", {x}, options);
  return apply_one(log_softmax_def, {x.as(to_floating(x.tensor().dtype()))}, options);
}

}  // namespace cornu
