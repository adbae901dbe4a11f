#include "framework/ops/def.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/matmul.h"
#include "framework/ops/operators.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  check_matrices("svd", x);
  if (!x.shape.ranked()) return {x};
  const int64_t rows = x.shape[-2], columns = x.shape[-1];
  return {in_batch(x, {rows == unknown || columns == unknown ? unknown : std::min(rows, columns)})};
}

Tensors vjp(const VjpArgs& args) {
  const Tensors parts = thin_svd(args.in[0]);
  return {ops::matmul(parts[0] * per_column(args.dout[0]), parts[2])};
}

}  // namespace

constinit const OpDef singular_values_def{.name = "singular_values",
                                          .doc = "Singular values, falling.",
                                          .inputs = {{"x", kFloating}},
                                          .outputs = {{"s"}},
                                          .infer = infer,
                                          .vjp = vjp,
                                          .kernel_family = "linalg"};

Tensor singular_values(const Tensor& x) { return apply_one(singular_values_def, {x}, {}); }

}  // namespace cornu
