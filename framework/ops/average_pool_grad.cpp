#include "framework/ops/def.h"
#include "framework/ops/pool_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& dy = args.in[0];
  return {{dy.dtype, unpooled_shape(dy, args.as<PoolAttrs>()), dy.device}};
}

/// Both are linear, and each is the other's transpose.
Tensors vjp(const VjpArgs& args) {
  PoolAttrs attrs = args.as<PoolAttrs>();
  attrs.sizes.clear();
  return {apply_one(average_pool_def, {args.dout[0]}, attrs)};
}

}  // namespace

constinit const OpDef average_pool_grad_def{
    .name = "average_pool_grad",
    .doc = "Gradient of average_pool: dy shared among each window's elements.",
    .inputs = {{"dy", kFloating}},
    .attrs = attrs_of<PoolAttrs>,
    .infer = infer,
    .vjp = vjp,
    .kernel_family = "pool"};

}  // namespace cornu
