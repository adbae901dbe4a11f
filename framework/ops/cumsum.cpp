#include "framework/ops/cumsum.h"

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/runtime/apply.h"

namespace cornu {

std::vector<Spec> infer_cumulative(const InferArgs& args) {
  const Spec& x = args.in[0];
  if (x.shape.ranked())
    normalize_axis(args.def.name, args.as<CumulativeAttrs>().axis, x.shape.ndim());
  return {x};
}

Tensor cumulative_operand(const Operand& x, const CumulativeOptions& options) {
  DType dtype = options.dtype.value_or(x.tensor().dtype());
  if (dtype == DType::boolean) dtype = DType::i32;
  const Tensor tensor = x.as(dtype);
  return options.axis ? tensor : ops::reshape(tensor, {.newshape = {-1}});
}

namespace {

Tensor cumulate(const Tensor& x, const CumulativeAttrs& attrs) {
  return apply_one(cumsum_def, {x}, attrs);
}

Tensors vjp(const VjpArgs& args) {
  CumulativeAttrs back = args.as<CumulativeAttrs>();
  back.reverse = !back.reverse;
  return {cumulate(args.dout[0], back)};
}

}  // namespace

constinit const OpDef cumsum_def{.name = "cumsum",
                                 .doc = "Sums of the elements up to each along an axis.",
                                 .inputs = {{"x", kNumeric}},
                                 .attrs = attrs_of<CumulativeAttrs>,
                                 .infer = infer_cumulative,
                                 .vjp = vjp,
                                 .kernel_family = "cumulative"};

namespace ops {

Tensor cumsum(const Operand& x, const CumulativeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("cumsum", {x}, options);
  return cumulate(cumulative_operand(x, options), {options.axis.value_or(0)});
}

}  // namespace ops

}  // namespace cornu
