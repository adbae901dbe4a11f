#include "framework/ops/cumsum.h"
#include "framework/ops/def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// y[j] for j ≥ i holds the factors before i, which is y[i - 1], x[i], and those behind: what these
/// and dy contribute obeys r[i] = dy[i] + x[i + 1] · r[i + 1]. No division, so zeros do no harm.
Tensors vjp(const VjpArgs& args) {
  const CumulativeAttrs& attrs = args.as<CumulativeAttrs>();
  const CumulativeAttrs back{attrs.axis, !attrs.reverse};
  const Tensor behind = ops::linear_recurrence(shifted(args.in[0], 0, back), args.dout[0], back);
  return {shifted(args.out[0], 1, attrs) * behind};
}

}  // namespace

constinit const OpDef cumprod_def{.name = "cumprod",
                                  .doc = "Products of the elements up to each along an axis.",
                                  .inputs = {{"x", kNumeric}},
                                  .attrs = attrs_of<CumulativeAttrs>,
                                  .infer = infer_cumulative,
                                  .vjp = vjp,
                                  .kernel_family = "cumulative"};

namespace ops {

Tensor cumprod(const Operand& x, const CumulativeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("cumprod", {x}, options);
  return apply_one(cumprod_def, {cumulative_operand(x, options)},
                   CumulativeAttrs{options.axis.value_or(0)});
}

}  // namespace ops

}  // namespace cornu
