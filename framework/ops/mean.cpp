#include "framework/ops/broadcast_to.h"
#include "framework/ops/def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

Tensors vjp(const VjpArgs& args) {
  const Shape& shape = args.in[0].shape();
  const Tensor dy = keep_reduced_axes(args.dout[0], shape, args.as<ReduceOptions>());
  const double count = static_cast<double>(shape.elements()) /
                       static_cast<double>(std::max<int64_t>(1, dy.shape().elements()));
  return {ops::broadcast_to(dy * (1.0 / count), {.shape = shape})};
}

}  // namespace

constinit const OpDef mean_def{.name = "mean",
                               .doc = "Arithmetic mean over axes.",
                               .inputs = {{"x", kFloating}},
                               .attrs = attrs_of<ReduceOptions>,
                               .infer = infer_reduce,
                               .vjp = vjp,
                               .kernel_family = "reduce"};

namespace ops {

Tensor mean(const Operand& x, const ReduceOptions& options) {
  if (x.is_symbolic()) return record_symbolic("mean", {x}, options);
  return apply_one(mean_def, {x.as(to_floating(x.tensor().dtype()))}, options);
}

}  // namespace ops

}  // namespace cornu
