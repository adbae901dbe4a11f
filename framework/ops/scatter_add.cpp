#include "framework/ops/def.h"
#include "framework/ops/take.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &updates = args.in[0], &indices = args.in[1];
  const auto [axis, size] = args.as<ScatterAddAttrs>();
  if (!updates.shape.ranked() || !indices.shape.ranked())
    return {{updates.dtype, Shape::unranked(), updates.device}};
  const int64_t ndim = indices.shape.ndim();
  if (updates.shape.ndim() < axis + ndim ||
      (updates.shape.known() && indices.shape.known() &&
       !(updates.shape.sub(axis, axis + ndim) == indices.shape)))
    fail<ShapeError>("scatter_add: axes from ", axis, " of updates ", updates,
                     " are not those of indices ", indices, ".");
  Shape out = updates.shape.sub(0, axis);
  out.push_back(size);
  return {{updates.dtype, out + updates.shape.sub(axis + ndim), updates.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {ops::take(args.dout[0], args.in[1], {.axis = args.as<ScatterAddAttrs>().axis}), Tensor()};
}

}  // namespace

constinit const OpDef scatter_add_def{.name = "scatter_add",
                                      .doc = "Slices added at indices of an axis of zeros.",
                                      .inputs = {{"updates"}, {"indices", kInteger}},
                                      .attrs = attrs_of<ScatterAddAttrs>,
                                      .infer = infer,
                                      .vjp = vjp};

namespace ops {

Tensor scatter_add(const Tensor& updates, const Tensor& indices, const ScatterAddAttrs& attrs) {
  return apply_one(scatter_add_def, {updates, indices}, attrs);
}

}  // namespace ops

}  // namespace cornu
