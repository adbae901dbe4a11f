#include "framework/ops/def.h"
#include "framework/ops/pool_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& dy = args.in[0];
  return {{dy.dtype, unpooled_shape(dy, args.as<PoolAttrs>()), dy.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {apply_one(max_pool_gather_def, {args.dout[0], args.in[1]}, args.attrs), Tensor()};
}

}  // namespace

constinit const OpDef max_pool_grad_def{
    .name = "max_pool_grad",
    .doc = "Gradient of max_pool: dy where each window's largest element is.",
    .inputs = {{"dy", kFloating}, {"index", bit(DType::u8) | bit(DType::i32)}},
    .attrs = attrs_of<PoolAttrs>,
    .infer = infer,
    .vjp = vjp,
    .kernel_family = "pool"};

}  // namespace cornu
