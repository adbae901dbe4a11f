#include "framework/ops/matmul.h"

#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &a = args.in[0], &b = args.in[1];
  const MatmulAttrs& attrs = args.as<MatmulAttrs>();
  CORNU_CHECK(args.in.size() <= 3, "matmul has one bias");
  if (!a.shape.ranked() || !b.shape.ranked()) return {{a.dtype, Shape::unranked(), a.device}};
  CORNU_CHECK(a.shape.ndim() >= 2 && b.shape.ndim() >= 2, "matmul of ", a, " and ", b);
  const int64_t a_axis = attrs.transpose_a ? -2 : -1, b_axis = attrs.transpose_b ? -1 : -2;
  const int64_t inner_a = a.shape[a_axis], inner_b = b.shape[b_axis];
  if (inner_a != inner_b && inner_a != unknown && inner_b != unknown)
    fail<ShapeError>("matmul: inner dimensions differ: a is ", a, " (axis ",
                     a.shape.ndim() + a_axis, " = ", inner_a, "), b is ", b, " (axis ",
                     b.shape.ndim() + b_axis, " = ", inner_b, ").");
  Shape out;
  if (!broadcast(a.shape.sub(0, a.shape.ndim() - 2), b.shape.sub(0, b.shape.ndim() - 2), out))
    fail<ShapeError>("matmul: the leading axes do not broadcast: a is ", a, ", b is ", b, ".");
  out.push_back(a.shape[attrs.transpose_a ? -1 : -2]);
  out.push_back(b.shape[attrs.transpose_b ? -2 : -1]);
  return {{a.dtype, out, a.device}};
}

/// d(op(a) op(b)): da = dy op(b)ᵀ, db = op(a)ᵀ dy, each swapped back where the operand was.
Tensors vjp(const VjpArgs& args) {
  CORNU_CHECK(args.in.size() == 2, "matmul with a bias comes from fusion, after differentiation");
  const bool ta = args.as<MatmulAttrs>().transpose_a, tb = args.as<MatmulAttrs>().transpose_b;
  const Tensor &a = args.in[0], &b = args.in[1], &dy = args.dout[0];
  Tensor da, db;
  if (args.wanted[0])
    da = ta ? ops::matmul_transposed(b, dy, {.transpose_a = tb, .transpose_b = true})
            : ops::matmul_transposed(dy, b, {.transpose_b = !tb});
  if (args.wanted[1])
    db = tb ? ops::matmul_transposed(dy, a, {.transpose_a = true, .transpose_b = ta})
            : ops::matmul_transposed(a, dy, {.transpose_a = !ta});
  return {da, db};
}

}  // namespace

constinit const OpDef matmul_def{.name = "matmul",
                                 .doc = "Matrix product of the last two axes.",
                                 .inputs = {{"a"}, {"b"}, {"bias"}},
                                 .variadic = true,
                                 .attrs = attrs_of<MatmulAttrs>,
                                 .infer = infer,
                                 .vjp = vjp};

namespace ops {

Tensor matmul_transposed(const Tensor& a, const Tensor& b, const MatmulAttrs& attrs) {
  return apply_one(matmul_def, {a, b}, attrs);
}

Tensor matmul(const Operand& a, const Operand& b) {
  if (any_symbolic(a, b)) return record_symbolic("matmul", {a, b});
  const Operand* const operands[] = {&a, &b};
  DType dtype = result_type(operands);
  if (dtype == DType::boolean) dtype = DType::i32;
  if (any_unranked(a, b)) return defer("matmul", {a, b}, {}, dtype);
  Tensor x = a.as(dtype), y = b.as(dtype);
  if (x.ndim() == 0 || y.ndim() == 0)
    fail<ShapeError>("matmul: a is ", x.spec(), ", b is ", y.spec(),
                     "; scalars have no matrix product.", "\n  hint: use ops::multiply.");
  const bool vector_a = x.ndim() == 1, vector_b = y.ndim() == 1;
  if (vector_a) x = expand_dims(x, {.axis = 0});
  if (vector_b) y = expand_dims(y, {.axis = -1});
  const Tensor* const in[] = {&x, &y};
  const Tensor product = apply_one(matmul_def, in, Attrs(config_type<MatmulAttrs>()));
  if (vector_a && vector_b) return reshape(product, {.newshape = {}});
  if (!vector_a && !vector_b) return product;
  return squeeze(product, {.axis = vector_a ? -2 : -1});
}

}  // namespace ops

}  // namespace cornu
