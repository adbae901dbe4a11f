#include "framework/ops/broadcast_to.h"

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Shape& target = args.as<BroadcastToOptions>().shape;
  Shape joined;
  if (!broadcast(args.in[0].shape, target, joined) || joined.ndim() != target.ndim() ||
      (joined.known() && !(joined == target)))
    fail<ShapeError>("broadcast_to: ", args.in[0], " does not broadcast to ", target, ".");
  return {{args.in[0].dtype, target, args.in[0].device}};
}

/// The engine sums a gradient back to its input's shape wherever a rule leaves it broadcast.
Tensors vjp(const VjpArgs& args) { return {args.dout[0]}; }

}  // namespace

constinit const OpDef broadcast_to_def{.name = "broadcast_to",
                                       .doc = "Repeats along new axes and axes of size 1.",
                                       .inputs = {{"x"}},
                                       .attrs = attrs_of<BroadcastToOptions>,
                                       .infer = infer,
                                       .vjp = vjp};

namespace ops {

Tensor broadcast_to(const Operand& x, const BroadcastToOptions& options) {
  if (x.is_symbolic()) return record_symbolic("broadcast_to", {x}, options);
  const Tensor tensor = x.tensor();
  if (tensor.shape() == options.shape) return tensor.with_mask(Tensor()).with_logits(Tensor());
  return apply_one(broadcast_to_def, {tensor}, options);
}

}  // namespace ops

}  // namespace cornu
