#include "framework/ops/take_along_axis.h"

#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

void check_same_but_axis(std::string_view op, std::string_view name, const Spec& x,
                         const Spec& indices, int64_t axis) {
  bool same = x.shape.ndim() == indices.shape.ndim();
  for (int64_t i = 0; same && i < x.shape.ndim(); ++i)
    same = i == axis || x.shape[i] == unknown || indices.shape[i] == unknown ||
           x.shape[i] == indices.shape[i];
  if (!same)
    fail<ShapeError>(op, ": ", name, " ", x, " and indices ", indices,
                     " differ in other axes than axis ", axis, ".");
}

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &x = args.in[0], &indices = args.in[1];
  if (!x.shape.ranked() || !indices.shape.ranked()) return {{x.dtype, indices.shape, x.device}};
  const int64_t axis = normalize_axis("take_along_axis", args.as<TakeAttrs>().axis, x.shape.ndim());
  check_same_but_axis("take_along_axis", "x", x, indices, axis);
  Shape shape = x.shape;
  for (int64_t i = 0; i < shape.ndim(); ++i)
    if (i == axis || shape[i] == unknown) shape[i] = indices.shape[i];
  return {{x.dtype, shape, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  const Shape& shape = args.in[0].shape();
  const int64_t axis = normalize_axis("take_along_axis", args.as<TakeAttrs>().axis, shape.ndim());
  return {ops::scatter_along_axis(args.dout[0], args.in[1], {axis, shape[axis]}), Tensor()};
}

/// x broadcast along all axes but one to `other`, whose sizes need not be known.
Tensor spread(const Tensor& x, const Tensor& other, int64_t axis) {
  Shape shape;
  for (int64_t i = 0; i < x.ndim(); ++i)
    shape.push_back(i == axis || x.shape()[i] != 1 ? x.shape()[i] : other.shape()[i]);
  if (shape == x.shape()) return x;
  if (shape.known()) return ops::broadcast_to(x, {.shape = shape});
  const Tensor slice = slice_axis(other, axis, Range(0, 1));
  return ops::where(ops::equal(slice, slice), x, x);
}

}  // namespace

constinit const OpDef take_along_axis_def{.name = "take_along_axis",
                                          .doc = "One element along an axis for each index.",
                                          .inputs = {{"x"}, {"indices", kInteger}},
                                          .attrs = attrs_of<TakeAttrs>,
                                          .infer = infer,
                                          .vjp = vjp};

namespace ops {

Tensor take_along_axis(const Operand& x, const Operand& indices, const TakeOptions& options) {
  if (any_symbolic(x, indices)) return record_symbolic("take_along_axis", {x, indices}, options);
  if (any_unranked(x, indices))
    return defer("take_along_axis", {x, indices}, options, x.tensor().dtype());
  Tensor tensor = x.tensor(), at = indices.tensor();
  if (!is_integer(at.dtype())) at = cast(at, DType::i64);
  if (!options.axis) {
    if (at.ndim() != 1)
      fail<ShapeError>("take_along_axis: without an axis the indices must be 1-D, not ", at.spec(),
                       ".\n  hint: name the axis that they count along.");
    tensor = reshape(tensor, {.newshape = {-1}});
  }
  const int64_t axis = normalize_axis("take_along_axis", options.axis.value_or(0), tensor.ndim());
  if (tensor.ndim() != at.ndim())
    fail<ShapeError>("take_along_axis: x ", tensor.spec(), " and indices ", at.spec(),
                     " have not the same number of axes.");
  const Tensor from = spread(tensor, at, axis);
  return apply_one(take_along_axis_def, {from, spread(at, tensor, axis)}, TakeAttrs{axis});
}

}  // namespace ops

}  // namespace cornu
