#include "framework/ops/cast.h"

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  return {{args.as<CastOptions>().dtype, args.in[0].shape, args.in[0].device}};
}

Tensors vjp(const VjpArgs& args) {
  if (!is_floating(args.in[0].dtype())) return {Tensor()};
  return {ops::cast(args.dout[0], args.in[0].dtype())};
}

}  // namespace

constinit const OpDef cast_def{.name = "cast",
                               .doc = "The same values in another element type.",
                               .inputs = {{"x"}},
                               .attrs = attrs_of<CastOptions>,
                               .infer = infer,
                               .vjp = vjp};

namespace ops {

Tensor cast(const Operand& x, DType dtype) {
  if (x.is_symbolic()) return record_symbolic("cast", {x}, CastOptions{dtype});
  if (x.is_number()) return x.as(dtype);
  const Tensor tensor = x.tensor();
  if (tensor.dtype() == dtype) return tensor;
  return apply_one(cast_def, {tensor}, CastOptions{dtype});
}

}  // namespace ops

}  // namespace cornu
