#include "framework/ops/argmax.h"
#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

constinit const OpDef argmin_def{.name = "argmin",
                                 .doc = "Index of the first smallest element along an axis.",
                                 .inputs = {{"x"}},
                                 .attrs = attrs_of<ArgmaxOptions>,
                                 .infer = infer_argmax,
                                 .no_gradient = "an index does not change smoothly",
                                 .kernel_family = "argmax"};

namespace ops {

Tensor argmin(const Operand& x, const ArgmaxOptions& options) {
  if (x.is_symbolic()) return record_symbolic("argmin", {x}, options);
  return apply_one(argmin_def, {x.tensor()}, options);
}

}  // namespace ops

}  // namespace cornu
