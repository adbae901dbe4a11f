#include "framework/ops/top_k.h"

#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/take_along_axis.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  const int64_t k = args.as<TopKOptions>().k;
  if (k < 0) fail<ValueError>("top_k: k is ", k, "; it must not be negative.");
  if (!x.shape.ranked()) return {x, {DType::i32, x.shape, x.device}};
  const int64_t axis = normalize_axis("top_k", -1, x.shape.ndim());
  if (x.shape[axis] != unknown && k > x.shape[axis])
    fail<ValueError>("top_k: k is ", k, ", but the last axis of ", x, " has fewer elements.");
  Shape shape = x.shape;
  shape[axis] = k;
  return {{x.dtype, shape, x.device}, {DType::i32, shape, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  const Shape& shape = args.in[0].shape();
  const int64_t axis = shape.ndim() - 1;
  return {ops::scatter_along_axis(args.dout[0], args.out[1], {axis, shape[axis]})};
}

}  // namespace

constinit const OpDef top_k_def{.name = "top_k",
                                .doc = "The largest elements along the last axis.",
                                .inputs = {{"x"}},
                                .outputs = {{"values"}, {"indices"}},
                                .attrs = attrs_of<TopKOptions>,
                                .infer = infer,
                                .vjp = vjp};

namespace ops {

Tensors top_k(const Operand& x, const TopKOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("top_k"), {{x}, {}}, options);
  return apply(top_k_def, {x.tensor()}, options);
}

Tensor in_top_k(const Operand& targets, const Operand& predictions, const InTopKOptions& options) {
  if (any_symbolic(targets, predictions))
    return record_symbolic("in_top_k", {targets, predictions}, options);
  if (any_unranked(targets, predictions))
    return defer("in_top_k", {targets, predictions}, options, DType::boolean);
  const Tensor scores = predictions.tensor();
  const Tensor labels = cast(targets, DType::i64);
  if (labels.ndim() != 1 || scores.ndim() != 2)
    fail<ShapeError>("in_top_k: targets must be [batch] and predictions [batch, classes], not ",
                     labels.shape(), " and ", scores.shape(), ".");
  const int64_t classes = scores.shape()[1];
  if (classes == unknown) return defer("in_top_k", {targets, predictions}, options, DType::boolean);
  const Tensor valid = logical_and(labels >= 0, labels < classes);
  const Tensor column = expand_dims(where(valid, labels, 0), {.axis = 1});
  const Tensor theirs = take_along_axis(scores, column, {.axis = 1});
  const Tensor larger = sum(cast(scores > theirs, DType::i32), {.axis = 1});
  return logical_and(logical_and(valid, larger < options.k), all(isfinite(scores), {.axis = 1}));
}

}  // namespace ops

}  // namespace cornu
