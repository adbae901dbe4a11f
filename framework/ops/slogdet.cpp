#include "framework/ops/def.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

/// The sign is constant where it has a gradient at all.
Tensors vjp(const VjpArgs& args) {
  const Tensor &x = args.in[0], &dlog = args.dout[1];
  if (!dlog.defined()) return {Tensor()};
  return {per_row(per_row(dlog)) * solve_square(x, identity(x.shape()[-1], x), true)};
}

}  // namespace

constinit const OpDef slogdet_def{.name = "slogdet",
                                  .doc = "Signs and logarithms of magnitudes of determinants.",
                                  .inputs = {{"x", kFloating}},
                                  .outputs = {{"sign"}, {"logabsdet"}},
                                  .infer = infer_determinant,
                                  .vjp = vjp,
                                  .kernel_family = "linalg"};

Tensors ops::slogdet(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("slogdet"), {{x}, {}}, {});
  return apply(slogdet_def, {x.tensor()}, {});
}

}  // namespace cornu
