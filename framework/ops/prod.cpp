#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce_def.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// dy·y/x where no factor is 0; a single 0 gets the product of the others, the others get 0.
Tensors vjp(const VjpArgs& args) {
  const ReduceOptions& options = args.as<ReduceOptions>();
  const ReduceOptions keep{options.axis, true};
  const Tensor& x = args.in[0];
  const Tensor dy = keep_reduced_axes(args.dout[0], x.shape(), options);
  const Tensor zero = ops::equal(x, 0);
  const Tensor zeros = ops::sum(ops::cast(zero, x.dtype()), keep);
  const Tensor others = ops::where(zero, 1, x);
  const Tensor product = apply_one(prod_def, {others}, keep);
  const Tensor at_zero = ops::where(zeros < 1.5, product, 0);
  const Tensor elsewhere = ops::where(zeros < 0.5, product / others, 0);
  return {dy * ops::where(zero, at_zero, elsewhere)};
}

}  // namespace

constinit const OpDef prod_def{.name = "prod",
                               .doc = "Product over axes.",
                               .inputs = {{"x", kNumeric}},
                               .attrs = attrs_of<ReduceOptions>,
                               .infer = infer_reduce,
                               .vjp = vjp,
                               .kernel_family = "reduce"};

namespace ops {

Tensor prod(const Operand& x, const ProdOptions& options) {
  if (x.is_symbolic()) return record_symbolic("prod", {x}, options);
  const DType dtype = options.dtype.value_or(accumulation_dtype(x.tensor().dtype()));
  const Tensor y = apply_one(prod_def, {x.as(accumulation_dtype(dtype))},
                             ReduceOptions{options.axis, options.keepdims});
  return cast(y, dtype);
}

}  // namespace ops

}  // namespace cornu
