#include "framework/ops/def.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

Tensors vjp(const VjpArgs& args) {
  const Tensor& x = args.in[0];
  const Tensor inverse = solve_square(x, identity(x.shape()[-1], x), true);
  return {per_row(per_row(args.dout[0] * args.out[0])) * inverse};
}

}  // namespace

constinit const OpDef det_def{.name = "det",
                              .doc = "Determinants of square matrices.",
                              .inputs = {{"x", kFloating}},
                              .infer = infer_determinant,
                              .vjp = vjp,
                              .kernel_family = "linalg"};

Tensor ops::det(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("det", {x});
  return apply_one(det_def, {x.tensor()}, {});
}

}  // namespace cornu
