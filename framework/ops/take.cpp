#include "framework/ops/take.h"

#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &x = args.in[0], &indices = args.in[1];
  if (!x.shape.ranked()) return {x};
  const int64_t axis = normalize_axis("take", args.as<TakeAttrs>().axis, x.shape.ndim());
  if (!indices.shape.ranked()) return {{x.dtype, Shape::unranked(), x.device}};
  return {{x.dtype, x.shape.sub(0, axis) + indices.shape + x.shape.sub(axis + 1), x.device}};
}

Tensors vjp(const VjpArgs& args) {
  const Shape& shape = args.in[0].shape();
  const int64_t axis = normalize_axis("take", args.as<TakeAttrs>().axis, shape.ndim());
  return {ops::scatter_add(args.dout[0], args.in[1], {axis, shape[axis]}), Tensor()};
}

}  // namespace

constinit const OpDef take_def{.name = "take",
                               .doc = "Slices along an axis, at indices.",
                               .inputs = {{"x"}, {"indices", kInteger}},
                               .attrs = attrs_of<TakeAttrs>,
                               .infer = infer,
                               .vjp = vjp};

namespace ops {

Tensor take(const Operand& x, const Operand& indices, const TakeOptions& options) {
  if (any_symbolic(x, indices)) return record_symbolic("take", {x, indices}, options);
  Tensor tensor = x.tensor(), at = indices.tensor();
  if (!is_integer(at.dtype())) at = cast(at, DType::i32);
  if (!options.axis) tensor = reshape(tensor, {.newshape = {-1}});
  return apply_one(take_def, {tensor, at}, TakeAttrs{options.axis.value_or(0)});
}

}  // namespace ops

}  // namespace cornu
