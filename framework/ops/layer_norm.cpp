#include "framework/ops/layer_norm.h"

#include "framework/base/error.h"
#include "framework/ops/batch_norm.h"
#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/reduce.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// The same sizes, as far as they are known.
bool agree(const Shape& a, const Shape& b) {
  if (!a.ranked() || !b.ranked()) return true;
  if (a.ndim() != b.ndim()) return false;
  for (int64_t axis = 0; axis < a.ndim(); ++axis)
    if (a[axis] != b[axis] && a[axis] != unknown && b[axis] != unknown) return false;
  return true;
}

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const DType type = statistics_dtype(x.dtype);
  const int64_t axes = args.as<LayerNormAttrs>().axes;
  if (!x.shape.ranked()) return {x, {type, Shape::unranked()}, {type, Shape::unranked()}};
  if (axes < 1 || axes > x.shape.ndim())
    fail<ShapeError>("layer_norm: ", axes, " axes cannot be normalised: x is ", x, ".");
  const Spec weight{type, x.shape.sub(x.shape.ndim() - axes), x.device};
  for (size_t i = 1; i < 3; ++i)
    if (args.in[i].dtype != type || !agree(args.in[i].shape, weight.shape))
      fail<ShapeError>("layer_norm: x is ", x, ", ", args.def.inputs[i].name, " is ", args.in[i],
                       "; it must be ", weight, ".");
  const Spec statistics{type, x.shape.sub(0, x.shape.ndim() - axes), x.device};
  return {x, statistics, statistics};
}

Tensors vjp(const VjpArgs& args) {
  return apply(layer_norm_grad_def,
               {args.in[0], args.in[1], args.dout[0], args.out[1], args.out[2]}, args.attrs);
}

Tensors decompose(const Tensors& in, const Attrs& attrs) {
  const auto& [count, epsilon] = attrs.as<LayerNormAttrs>();
  std::vector<int64_t> axes;
  for (int64_t axis = 1; axis <= count; ++axis) axes.push_back(-axis);
  const ReduceOptions over{.axis = Axes(std::move(axes)), .keepdims = true};
  const Tensor x = ops::cast(in[0], in[1].dtype());
  const Tensor centered = x - ops::mean(x, over);
  const Tensor inverse = ops::rsqrt(ops::mean(ops::square(centered), over) + epsilon);
  return {ops::cast(centered * inverse * in[1] + in[2], in[0].dtype())};
}

}  // namespace

constinit const OpDef layer_norm_def{
    .name = "layer_norm",
    .doc = "Normalises the last axes, then scales and shifts them.",
    .inputs = {{"x", kFloating}, {"gamma", kFloating}, {"beta", kFloating}},
    .outputs = {{"y"},
                {.name = "mean", .auxiliary = true},
                {.name = "inverse_deviation", .auxiliary = true}},
    .attrs = attrs_of<LayerNormAttrs>,
    .infer = infer,
    .vjp = vjp,
    .decompose = decompose};

Tensor ops::layer_norm(const Tensor& x, const Tensor& gamma, const Tensor& beta,
                       const LayerNormAttrs& attrs) {
  return apply(layer_norm_def, {x, gamma, beta}, attrs)[0];
}

}  // namespace cornu
