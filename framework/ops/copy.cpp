#include "framework/ops/copy.h"

#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

constinit const OpDef copy_def{
    .name = "copy",
    .doc = "The same elements in memory of their own.",
    .inputs = {{"x"}},
    .infer = same_as_input,
    .vjp = [](const VjpArgs& args) -> Tensors { return {args.dout[0]}; }};

namespace ops {

Tensor copy(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("copy", {x});
  return apply_one(copy_def, {x.tensor()});
}

}  // namespace ops

}  // namespace cornu
