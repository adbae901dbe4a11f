#include "framework/ops/def.h"
#include "framework/ops/random_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  check_key(args, 1);
  const Spec& x = args.in[0];
  const bool known = x.shape.ranked() && x.shape.known();
  return {x, {DType::u8, {known ? (x.shape.elements() + 7) / 8 : unknown}, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {apply_one(dropout_grad_def, {args.dout[0], args.out[1]}, args.attrs), Tensor()};
}

}  // namespace

constinit const OpDef dropout_def{.name = "dropout",
                                  .doc = "Zero with probability rate, else x / (1 - rate).",
                                  .inputs = {{"x", kFloating}, {"key", bit(DType::u32)}},
                                  .outputs = {{"y"}, {"kept", true}},
                                  .attrs = attrs_of<DropoutAttrs>,
                                  .infer = infer,
                                  .vjp = vjp};

}  // namespace cornu
