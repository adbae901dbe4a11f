#include "framework/ops/reshape.h"

#include "framework/ops/def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

Json FieldTraits<NewShape>::to_json(const NewShape& value) {
  Json sizes = Json::array();
  for (const int64_t size : value) sizes.push_back(size);
  return sizes;
}

namespace {

[[noreturn]] void fail_count(const Spec& x, const Shape& wanted) {
  fail<ShapeError>("reshape: ", x, " does not fit ", wanted,
                   ".\n  hint: the number of elements must stay.");
}

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  Shape out = args.as<ReshapeOptions>().newshape;
  int64_t open = -1, known_product = 1;
  for (int64_t axis = 0; axis < out.ndim(); ++axis) {
    if (out[axis] != unknown) {
      if (out[axis] < 0) fail_count(x, out);
      if (__builtin_mul_overflow(known_product, out[axis], &known_product)) fail_count(x, out);
    } else if (open < 0) {
      open = axis;
    } else if (x.shape.known()) {
      fail<ShapeError>("reshape: more than one size is -1 in ", out, ".");
    }
  }
  if (x.shape.known()) {
    const int64_t count = x.shape.elements();
    if (open >= 0) {
      if (known_product == 0 || count % known_product != 0) fail_count(x, out);
      out[open] = count / known_product;
    } else if (known_product != count) {
      fail_count(x, out);
    }
  }
  return {{x.dtype, out, x.device}};
}

Tensors vjp(const VjpArgs& args) {
  return {ops::reshape(args.dout[0], {.newshape = args.in[0].shape()})};
}

}  // namespace

constinit const OpDef reshape_def{.name = "reshape",
                                  .doc = "The same elements under other sizes.",
                                  .inputs = {{"x"}},
                                  .attrs = attrs_of<ReshapeOptions>,
                                  .infer = infer,
                                  .vjp = vjp,
                                  .view = true};

namespace ops {

Tensor reshape(const Operand& x, const ReshapeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("reshape", {x}, options);
  const Tensor tensor = x.tensor();
  if (tensor.shape() == options.newshape && tensor.shape().known())
    return tensor.with_mask(Tensor()).with_logits(Tensor());
  return apply_one(reshape_def, {tensor}, options);
}

}  // namespace ops

}  // namespace cornu
