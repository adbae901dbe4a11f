#include "framework/ops/def.h"
#include "framework/ops/take_along_axis.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &updates = args.in[0], &indices = args.in[1];
  const auto [axis, size] = args.as<ScatterAddAttrs>();
  if (!updates.shape.ranked() || !indices.shape.ranked())
    return {{updates.dtype, Shape::unranked(), updates.device}};
  check_same_but_axis("scatter_along_axis", "updates", updates, indices, -1);
  Shape shape = updates.shape;
  shape[axis] = size;
  return {{updates.dtype, shape, updates.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {ops::take_along_axis(args.dout[0], args.in[1], {.axis = args.as<ScatterAddAttrs>().axis}),
          Tensor()};
}

}  // namespace

constinit const OpDef scatter_along_axis_def{
    .name = "scatter_along_axis",
    .doc = "Elements added at indices along an axis of zeros.",
    .inputs = {{"updates"}, {"indices", kInteger}},
    .attrs = attrs_of<ScatterAddAttrs>,
    .infer = infer,
    .vjp = vjp};

namespace ops {

Tensor scatter_along_axis(const Tensor& updates, const Tensor& indices,
                          const ScatterAddAttrs& attrs) {
  return apply_one(scatter_along_axis_def, {updates, indices}, attrs);
}

}  // namespace ops

}  // namespace cornu
