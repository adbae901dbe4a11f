#include "framework/ops/def.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  check_square("eig", args.in[0]);
  const Spec& x = args.in[0];
  const Spec values = in_batch(x, {x.shape.ranked() ? x.shape[-1] : unknown});
  return {values, values, x, x};
}

}  // namespace

constinit const OpDef eig_def{
    .name = "eig",
    .doc = "Eigenvalues and eigenvectors, their real and imaginary parts.",
    .inputs = {{"x", kFloating}},
    .outputs = {{"w_real"}, {"w_imag"}, {"v_real"}, {"v_imag"}},
    .infer = infer,
    .no_gradient = "it would be complex; eigh has one",
    .kernel_family = "linalg"};

Tensors ops::eig(const Operand& x) {
  if (x.is_symbolic())
    fail<ValueError>("eig: in Keras's files its results are two complex tensors, which Cornu does ",
                     "not have; it gives real and imaginary parts.\n  hint: call it in a layer.");
  return apply(eig_def, {x.tensor()}, {});
}

}  // namespace cornu
