#include "framework/ops/expand_dims.h"

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const Axes& axes = args.as<ExpandDimsOptions>().axis;
  if (axes.all()) fail<ValueError>("expand_dims: no axis is given.");
  if (!x.shape.ranked()) return {x};
  const auto ndim = x.shape.ndim() + static_cast<int64_t>(axes.given().size());
  Shape out = x.shape;
  for (const int64_t axis : axes.normalized("expand_dims", ndim)) out.insert(axis, 1);
  return {{x.dtype, out, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {ops::squeeze(args.dout[0], {.axis = args.as<ExpandDimsOptions>().axis})};
}

}  // namespace

constinit const OpDef expand_dims_def{.name = "expand_dims",
                                      .doc = "New axes of size 1.",
                                      .inputs = {{"x"}},
                                      .attrs = attrs_of<ExpandDimsOptions>,
                                      .infer = infer,
                                      .vjp = vjp,
                                      .view = true};

namespace ops {

Tensor expand_dims(const Operand& x, const ExpandDimsOptions& options) {
  if (x.is_symbolic()) return record_symbolic("expand_dims", {x}, options);
  return apply_one(expand_dims_def, {x.tensor()}, options);
}

}  // namespace ops

}  // namespace cornu
