#include <algorithm>

#include "framework/ops/def.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const Axes& axes = args.as<SqueezeOptions>().axis;
  if (!x.shape.ranked()) return {x};
  // Without sizes nobody can say which axes go.
  if (axes.all() && !x.shape.known()) return {{x.dtype, Shape::unranked(), x.device}};
  const std::vector<int64_t> gone = axes.normalized("squeeze", x.shape.ndim());
  Shape out;
  for (int64_t axis = 0; axis < x.shape.ndim(); ++axis) {
    const int64_t size = x.shape[axis];
    if (!std::binary_search(gone.begin(), gone.end(), axis) || (axes.all() && size != 1))
      out.push_back(size);
    else if (size != 1 && size != unknown)
      fail<ShapeError>("squeeze: axis ", axis, " of ", x, " has size ", size, ", not 1.");
  }
  return {{x.dtype, out, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {ops::reshape(args.dout[0], {.newshape = args.in[0].shape()})};
}

}  // namespace

constinit const OpDef squeeze_def{.name = "squeeze",
                                  .doc = "Axes of size 1 taken away.",
                                  .inputs = {{"x"}},
                                  .attrs = attrs_of<SqueezeOptions>,
                                  .infer = infer,
                                  .vjp = vjp,
                                  .view = true};

namespace ops {

Tensor squeeze(const Operand& x, const SqueezeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("squeeze", {x}, options);
  return apply_one(squeeze_def, {x.tensor()}, options);
}

}  // namespace ops

}  // namespace cornu
