#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

int64_t smaller(int64_t a, int64_t b) {
  return a == unknown || b == unknown ? unknown : std::min(a, b);
}

std::vector<Spec> infer(const InferArgs& args) {
  const Spec& x = args.in[0];
  check_matrices("svd", x);
  if (!x.shape.ranked()) return {x, x, x};
  const bool full = args.as<LinalgAttrs>().full;
  const int64_t rows = x.shape[-2], columns = x.shape[-1], inner = smaller(rows, columns);
  return {in_batch(x, {rows, full ? rows : inner}), in_batch(x, {inner}),
          in_batch(x, {full ? columns : inner, columns})};
}

/// x - xᵀ over the differences of squares of s, 0 on the diagonal.
Tensor turned(const Tensor& x, const Tensor& s) {
  const Tensor square = s * s, distance = per_column(square) - per_row(square);
  const Tensor diagonal = diagonal_mask(s.shape()[-1], s);
  return (x - transposed(x)) / ops::where(diagonal, 1.0, distance);
}

/// dx = u (turned(uᵀ du) s + s turned(vᵀ dv) + ds) vᵀ, and what du and dv have outside the spaces
/// of u and v, over s.
Tensors vjp(const VjpArgs& args) {
  const int64_t rows = args.in[0].shape()[-2], columns = args.in[0].shape()[-1];
  const int64_t inner = std::min(rows, columns);
  const Tensor &du = args.dout[0], &ds = args.dout[1], &dvh = args.dout[2];
  const bool undetermined = args.as<LinalgAttrs>().full && rows != columns;
  if (undetermined && (du.defined() || dvh.defined()))
    fail<ValueError>("svd: square u and vh of ", args.in[0].spec(), " have columns and rows that ",
                     "can be any, and so have no gradient.\n  hint: full_matrices = false.");
  // The thin factors, also where gradients of this gradient look for them.
  const Tensors parts = undetermined ? thin_svd(args.in[0]) : args.out;
  const Tensor &u = parts[0], &s = parts[1], &vh = parts[2];
  Tensor middle =
      ops::cast(diagonal_mask(inner, s), s.dtype()) * per_row(ds.defined() ? ds : zeros_like(s));
  if (du.defined()) middle = middle + turned(product(u, du, true, false), s) * per_column(s);
  if (dvh.defined()) middle = middle + turned(product(vh, dvh, false, true), s) * per_row(s);
  Tensor dx = ops::matmul(ops::matmul(u, middle), vh);
  if (du.defined() && rows > columns) {
    const Tensor outside = du - ops::matmul(u, product(u, du, true, false));
    dx = dx + ops::matmul(outside / per_column(s), vh);
  }
  if (dvh.defined() && columns > rows) {
    const Tensor outside = dvh - ops::matmul(product(dvh, vh, false, true), vh);
    dx = dx + ops::matmul(u, outside / per_row(s));
  }
  return {dx};
}

}  // namespace

constinit const OpDef svd_def{.name = "svd",
                              .doc = "Singular values and vectors: x = u diag(s) vh.",
                              .inputs = {{"x", kFloating}},
                              .outputs = {{"u"}, {"s"}, {"vh"}},
                              .attrs = attrs_of<LinalgAttrs>,
                              .infer = infer,
                              .vjp = vjp,
                              .kernel_family = "linalg"};

Tensors thin_svd(const Tensor& x) { return apply(svd_def, {x}, LinalgAttrs{}); }

Tensors ops::svd(const Operand& x, const SvdOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("svd"), {{x}, {}}, options);
  if (!options.compute_uv) return {singular_values(x.tensor())};
  return apply(svd_def, {x.tensor()}, LinalgAttrs{.full = options.full_matrices});
}

}  // namespace cornu
