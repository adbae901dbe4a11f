#include "framework/ops/def.h"
#include "framework/ops/pool_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  return {{x.dtype, args.in[1].shape, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {apply_one(max_pool_grad_def, {args.dout[0], args.in[1]}, args.attrs), Tensor()};
}

}  // namespace

constinit const OpDef max_pool_gather_def{
    .name = "max_pool_gather",
    .doc = "The element of each window that the index names: the gradient of max_pool_grad.",
    .inputs = {{"x", kFloating}, {"index", bit(DType::u8) | bit(DType::i32)}},
    .attrs = attrs_of<PoolAttrs>,
    .infer = infer,
    .vjp = vjp,
    .kernel_family = "pool"};

}  // namespace cornu
