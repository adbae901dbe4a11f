#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/diagonal.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// With P = lᵀ dl, lower triangle, its diagonal halved: dx = l⁻ᵀ P l⁻¹, made symmetric.
Tensors vjp(const VjpArgs& args) {
  const Tensor& l = args.out[0];
  const Tensor p =
      half_diagonal(ops::tril(ops::matmul_transposed(l, args.dout[0], {.transpose_a = true})));
  const Tensor left = solve_triangle(l, p, true, true);
  const Tensor both = solve_triangle(l, transposed(left), true, true);
  return {(both + transposed(both)) * 0.5};
}

}  // namespace

constinit const OpDef cholesky_def{.name = "cholesky",
                                   .doc = "The lower triangular l with l lᵀ = x.",
                                   .inputs = {{"x", kFloating}},
                                   .outputs = {{"l"}},
                                   .attrs = attrs_of<LinalgAttrs>,
                                   .infer = infer_square,
                                   .vjp = vjp,
                                   .kernel_family = "linalg"};

namespace ops {

Tensor cholesky(const Operand& x, const CholeskyOptions& options) {
  if (x.is_symbolic()) return record_symbolic("cholesky", {x}, options);
  if (options.upper && any_unranked(x)) return defer("cholesky", {x}, options, x.tensor().dtype());
  const Tensor l = apply_one(cholesky_def, {x.tensor()}, LinalgAttrs{});
  return options.upper ? transposed(l) : l;
}

Tensor cholesky_inverse(const Operand& x, const CholeskyOptions& options) {
  if (x.is_symbolic()) return record_symbolic("cholesky_inverse", {x}, options);
  const Tensor factor = x.tensor();
  check_square("cholesky_inverse", factor.spec());
  if (!knows_sizes(factor)) return defer("cholesky_inverse", {x}, options, factor.dtype());
  const Tensor one = identity(factor.shape()[-1], factor);
  const Tensor inverse = solve_triangle(factor, one, !options.upper, false);
  return matmul_transposed(inverse, inverse,
                           {.transpose_a = !options.upper, .transpose_b = options.upper});
}

Tensor logdet(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("logdet", {x});
  const Tensor matrices = x.tensor();
  check_square("logdet", matrices.spec());
  if (!knows_sizes(matrices)) return defer("logdet", {x}, {}, matrices.dtype());
  const Tensor l = apply_one(cholesky_def, {matrices}, LinalgAttrs{.checked = false});
  const Tensor diagonal = sum(l * identity(matrices.shape()[-1], l), {.axis = -1});
  return sum(log(diagonal), {.axis = -1}) * 2.0;
}

}  // namespace ops

}  // namespace cornu
