#include "framework/ops/argmax.h"

#include "framework/ops/axes.h"
#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/runtime/apply.h"

namespace cornu {

std::vector<Spec> infer_argmax(const InferArgs& args) {
  const Spec& x = args.in[0];
  const auto [axis, keepdims] = args.as<ArgmaxOptions>();
  const Axes axes = axis ? Axes(*axis) : Axes();
  if (x.shape.ranked())
    for (const int64_t searched : axes.normalized(args.def.name, x.shape.ndim()))
      if (x.shape[searched] == 0)
        fail<ValueError>(args.def.name, ": ", x, " has no elements along axis ", searched, ".");
  return {{DType::i32, reduced_shape(args.def.name, x.shape, {axes, keepdims}), x.device}};
}

constinit const OpDef argmax_def{.name = "argmax",
                                 .doc = "Index of the first largest element along an axis.",
                                 .inputs = {{"x"}},
                                 .attrs = attrs_of<ArgmaxOptions>,
                                 .infer = infer_argmax,
                                 .no_gradient = "an index does not change smoothly",
                                 .kernel_family = "argmax"};

namespace ops {

Tensor argmax(const Operand& x, const ArgmaxOptions& options) {
  if (x.is_symbolic()) return record_symbolic("argmax", {x}, options);
  return apply_one(argmax_def, {x.tensor()}, options);
}

}  // namespace ops

}  // namespace cornu
