#include "framework/ops/def.h"
#include "framework/ops/deferred.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/float_limits.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  check_matrices("pinv", x);
  if (!x.shape.ranked()) return {x};
  return {in_batch(x, {x.shape[-1], x.shape[-2]})};
}

/// Of y = x⁺ where the rank stays (Golub and Pereyra); it needs no distances of singular values:
/// dx = -yᵀ dy yᵀ + (1 - x y) dyᵀ y yᵀ + yᵀ y dyᵀ (1 - y x).
Tensors vjp(const VjpArgs& args) {
  const Tensor &x = args.in[0], &y = args.out[0], &dy = args.dout[0];
  const Tensor inside = product(product(y, dy, true, false), y, false, true);
  const Tensor right = product(product(dy, y, true, false), y, false, true);
  const Tensor left = product(y, product(y, dy, false, true), true, false);
  return {right - ops::matmul(x, ops::matmul(y, right)) + left -
          ops::matmul(ops::matmul(left, y), x) - inside};
}

}  // namespace

constinit const OpDef pinv_def{.name = "pinv",
                               .doc = "The Moore-Penrose inverse.",
                               .inputs = {{"x", kFloating}},
                               .attrs = attrs_of<LinalgAttrs>,
                               .infer = infer,
                               .vjp = vjp,
                               .kernel_family = "linalg"};

namespace ops {

Tensor pinv(const Operand& x, const PinvOptions& options) {
  if (x.is_symbolic()) return record_symbolic("pinv", {x}, options);
  const Tensor matrices = x.tensor();
  check_matrices("pinv", matrices.spec());
  if (!knows_sizes(matrices) && !options.rcond)
    return defer("pinv", {x}, options, matrices.dtype());
  double rcond = options.rcond.value_or(0);
  if (!options.rcond)
    rcond = 10 * epsilon_of(matrices.dtype()) *
            static_cast<double>(std::max(matrices.shape()[-1], matrices.shape()[-2]));
  return apply_one(pinv_def, {matrices}, LinalgAttrs{.rcond = rcond});
}

Tensor lstsq(const Operand& a, const Operand& b, const PinvOptions& options) {
  if (any_symbolic(a, b)) return record_symbolic("lstsq", {a, b}, options);
  const Operand operands[] = {a, b};
  const DType dtype = result_type(operands);
  if (any_unranked(a, b)) return defer("lstsq", {a, b}, options, dtype);
  const Tensor x = a.as(dtype), y = b.as(dtype);
  if (x.ndim() != 2) fail<ShapeError>("lstsq: a must be one matrix, not ", x.spec(), ".");
  if (y.ndim() != 1 && y.ndim() != 2)
    fail<ShapeError>("lstsq: b must be a vector or a matrix, not ", y.spec(), ".");
  const int64_t rows = x.shape()[0];
  if (rows != y.shape()[0] && rows != unknown && y.shape()[0] != unknown)
    fail<ShapeError>("lstsq: a and b have different numbers of rows: ", x.spec(), " and ", y.spec(),
                     ".");
  if (!knows_sizes(x) && !options.rcond) return defer("lstsq", {a, b}, options, dtype);
  double rcond = options.rcond.value_or(0);
  if (!options.rcond)
    rcond = epsilon_of(dtype) * static_cast<double>(std::max(x.shape()[0], x.shape()[1]));
  else if (rcond < 0)
    rcond = epsilon_of(dtype);
  return matmul(pinv(x, {.rcond = rcond}), y);
}

}  // namespace ops

}  // namespace cornu
