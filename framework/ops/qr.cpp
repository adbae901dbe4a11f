#include "framework/ops/concatenate.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/diagonal.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/strided_slice.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  check_matrices("qr", x);
  if (!x.shape.ranked()) return {x, x};
  const int64_t rows = x.shape[-2], columns = x.shape[-1];
  if (rows == unknown || columns == unknown)
    fail<ShapeError>("qr: the sizes of the matrices must be known, not ", x, ".");
  const int64_t inner = args.as<LinalgAttrs>().full ? rows : std::min(rows, columns);
  return {in_batch(x, {rows, inner}), in_batch(x, {inner, columns})};
}

/// Of x with at least as many rows as columns, q of x's shape:
/// dx = (dq + q (strictly lower part of m, made symmetric)) r⁻ᵀ with m = r drᵀ - dqᵀ q.
Tensor tall_vjp(const Tensor& q, const Tensor& r, const Tensor& dq, const Tensor& dr) {
  const Tensor m = ops::matmul_transposed(r, dr, {.transpose_b = true}) -
                   ops::matmul_transposed(dq, q, {.transpose_a = true});
  const Tensor lower = half_diagonal(ops::tril(m));
  const Tensor left = dq + ops::matmul(q, lower + transposed(lower));
  return transposed(solve_triangle(r, transposed(left), false, false));
}

Tensors vjp(const VjpArgs& args) {
  const int64_t rows = args.in[0].shape()[-2], columns = args.in[0].shape()[-1];
  const bool undetermined = args.out[0].shape()[-1] > columns;
  if (undetermined && args.dout[0].defined())
    fail<ValueError>("qr: the columns of a complete q beyond x's own can be any, and so have no ",
                     "gradient.\n  hint: use mode reduced for ", args.in[0].spec(), ".");
  // The reduced factors, also where gradients of this gradient look for them.
  const Tensors parts = undetermined ? ops::qr(args.in[0]) : args.out;
  const Tensor &q = parts[0], &r = parts[1];
  Tensor dq = args.dout[0];
  const Tensor dr =
      args.dout[1].defined() ? corner(args.dout[1], r.shape()[-2], columns) : zeros_like(r);
  if (!dq.defined()) dq = zeros_like(q);
  if (rows >= columns) return {tall_vjp(q, r, dq, dr)};
  // x = [left right] = q [u v]: right is q v, and left has the factors q and u.
  const int64_t axis = r.ndim() - 1;
  const Range head{0, rows}, tail{rows, columns};
  const Tensor right = slice_axis(args.in[0], axis, tail), dv = slice_axis(dr, axis, tail);
  const Tensor dleft = tall_vjp(q, slice_axis(r, axis, head),
                                dq + ops::matmul_transposed(right, dv, {.transpose_b = true}),
                                slice_axis(dr, axis, head));
  return {ops::concatenate({dleft, ops::matmul(q, dv)}, {.axis = -1})};
}

}  // namespace

constinit const OpDef qr_def{.name = "qr",
                             .doc = "Orthonormal columns and an upper triangular matrix.",
                             .inputs = {{"x", kFloating}},
                             .outputs = {{"q"}, {"r"}},
                             .attrs = attrs_of<LinalgAttrs>,
                             .infer = infer,
                             .vjp = vjp,
                             .kernel_family = "linalg"};

Tensors ops::qr(const Operand& x, const QrOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("qr"), {{x}, {}}, options);
  return apply(qr_def, {x.tensor()}, LinalgAttrs{.full = options.mode == QrMode::complete});
}

}  // namespace cornu
