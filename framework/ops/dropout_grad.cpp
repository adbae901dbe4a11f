#include "framework/ops/def.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

Tensors vjp(const VjpArgs& args) {
  return {apply_one(dropout_grad_def, {args.dout[0], args.in[1]}, args.attrs), Tensor()};
}

}  // namespace

constinit const OpDef dropout_grad_def{
    .name = "dropout_grad",
    .doc = "Gradient of dropout: dy / (1 - rate) where the bit of `kept` is set.",
    .inputs = {{"dy", kFloating}, {"kept", bit(DType::u8)}},
    .attrs = attrs_of<DropoutAttrs>,
    .infer = same_as_input,
    .vjp = vjp,
    .kernel_family = "dropout"};

}  // namespace cornu
