#include "framework/ops/cast.h"
#include "framework/ops/def.h"
#include "framework/ops/diagonal.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  check_square("lu_factor", x);
  Spec pivots = in_batch(x, {x.shape.ranked() ? x.shape[-1] : unknown});
  pivots.dtype = DType::i32;
  return {x, pivots};
}

/// With x = P l u: dx = P l⁻ᵀ (strictly lower part of lᵀ dl + upper part of du uᵀ) u⁻ᵀ.
Tensors vjp(const VjpArgs& args) {
  const Tensor &lu = args.out[0], &dlu = args.dout[0];
  if (!dlu.defined()) return {Tensor()};
  const Tensor one = identity(lu.shape()[-1], lu);
  const Tensor u = ops::triu(lu), l = lu - u + one;
  const Tensor of_l = ops::matmul_transposed(l, dlu - ops::triu(dlu), {.transpose_a = true});
  const Tensor of_u = ops::matmul_transposed(ops::triu(dlu), u, {.transpose_b = true});
  const Tensor middle = of_l - ops::triu(of_l) + ops::triu(of_u);
  // What stands right of u⁻ᵀ is found from the transposed system.
  const Tensor right = transposed(solve_triangle(u, transposed(middle), false, false));
  const Tensor at = ops::equal(per_row(args.out[1]), numbers(lu.shape()[-1], lu, false));
  const Tensor order = ops::cast(at, lu.dtype());
  return {ops::matmul(order, solve_triangle(l, right, true, true))};
}

}  // namespace

constinit const OpDef lu_factor_def{.name = "lu_factor",
                                    .doc = "Lower and upper triangular factors, with pivoting.",
                                    .inputs = {{"x", kFloating}},
                                    .outputs = {{"lu"}, {"pivots"}},
                                    .infer = infer,
                                    .vjp = vjp,
                                    .kernel_family = "linalg"};

Tensors ops::lu_factor(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("lu_factor"), {{x}, {}}, {});
  return apply(lu_factor_def, {x.tensor()}, {});
}

}  // namespace cornu
