#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/diagonal.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  check_square("eigh", args.in[0]);
  const Spec& x = args.in[0];
  return {in_batch(x, {x.shape.ranked() ? x.shape[-1] : unknown}), x};
}

/// v (dw + vᵀ dv over the distances of eigenvalues) vᵀ, folded onto the lower triangle, which alone
/// is read.
Tensors vjp(const VjpArgs& args) {
  const Tensor &w = args.out[0], &v = args.out[1], &dw = args.dout[0], &dv = args.dout[1];
  const Tensor diagonal = diagonal_mask(w.shape()[-1], w);
  Tensor middle = ops::cast(diagonal, w.dtype()) * per_row(dw.defined() ? dw : zeros_like(w));
  if (dv.defined()) {
    const Tensor distance = ops::where(diagonal, 1.0, per_column(w) - per_row(w));
    const Tensor turned = ops::matmul_transposed(v, dv, {.transpose_a = true}) / distance;
    middle = middle + ops::where(diagonal, 0.0, turned);
  }
  const Tensor whole = ops::matmul_transposed(ops::matmul(v, middle), v, {.transpose_b = true});
  return {half_diagonal(ops::tril(whole + transposed(whole)))};
}

}  // namespace

constinit const OpDef eigh_def{.name = "eigh",
                               .doc = "Eigenvalues and eigenvectors of symmetric matrices.",
                               .inputs = {{"x", kFloating}},
                               .outputs = {{"w"}, {"v"}},
                               .infer = infer,
                               .vjp = vjp,
                               .kernel_family = "linalg"};

Tensors ops::eigh(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("eigh"), {{x}, {}}, {});
  return apply(eigh_def, {x.tensor()}, {});
}

}  // namespace cornu
