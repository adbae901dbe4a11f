#include <numeric>

#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/transpose.h"
#include "framework/ops/where.h"

namespace cornu {

void check_matrices(std::string_view op, const Spec& x) {
  if (x.shape.ranked() && x.shape.ndim() < 2)
    fail<ShapeError>(op, ": matrices have at least 2 axes, which ", x, " has not.");
}

void check_square(std::string_view op, const Spec& x) {
  check_matrices(op, x);
  if (!x.shape.ranked()) return;
  const int64_t rows = x.shape[-2], columns = x.shape[-1];
  if (rows != columns && rows != unknown && columns != unknown)
    fail<ShapeError>(op, ": the matrices must be square, not ", x, ".");
}

void fail_not_positive(const Shape& x, int64_t number) {
  fail<ValueError>("cholesky: matrix ", number, " of ", x, " is not positive definite.");
}

void fail_singular(const Shape& a, int64_t number) {
  fail<ValueError>("solve: matrix ", number, " of ", a, " is singular.");
}

bool knows_sizes(const Tensor& x) {
  return x.shape().ranked() && x.shape()[-1] != unknown && x.shape()[-2] != unknown;
}

Shape batch_axes(const Spec& x) { return x.shape.sub(0, x.shape.ndim() - 2); }

Spec in_batch(const Spec& x, const Shape& sizes) {
  return {x.dtype, x.shape.ranked() ? batch_axes(x) + sizes : Shape::unranked(), x.device};
}

std::vector<Spec> infer_square(const InferArgs& args) {
  check_square(args.def.name, args.in[0]);
  return {args.in[0]};
}

std::vector<Spec> infer_determinant(const InferArgs& args) {
  check_square(args.def.name, args.in[0]);
  return std::vector<Spec>(args.def.outputs.size(), in_batch(args.in[0], {}));
}

std::vector<Spec> infer_solve(const InferArgs& args) {
  const Spec &a = args.in[0], &b = args.in[1];
  check_square(args.def.name, a);
  check_matrices(args.def.name, b);
  if (!a.shape.ranked() || !b.shape.ranked()) return {{b.dtype, Shape::unranked(), b.device}};
  const int64_t size = a.shape[-1], rows = b.shape[-2];
  Shape batch;
  if ((size != rows && size != unknown && rows != unknown) ||
      !broadcast(batch_axes(a), batch_axes(b), batch))
    fail<ShapeError>(args.def.name, ": there is no x with a x = b for a of ", a, " and b of ", b,
                     ".\n  hint: b has as many rows as a; what is before the matrices broadcasts.");
  return {{b.dtype, batch + b.shape.sub(b.shape.ndim() - 2), b.device}};
}

Tensor transposed(const Tensor& x) { return ops::swapaxes(x, {.axis1 = -1, .axis2 = -2}); }

Tensor product(const Tensor& a, const Tensor& b, bool transpose_a, bool transpose_b) {
  return ops::matmul_transposed(a, b, {.transpose_a = transpose_a, .transpose_b = transpose_b});
}

Tensor numbers(int64_t size, const Tensor& x, bool down) {
  std::vector<int32_t> values(static_cast<size_t>(size));
  std::iota(values.begin(), values.end(), 0);
  return from_buffer(values.data(), down ? Shape{size, 1} : Shape{size}, DType::i32, x.device());
}

Tensor diagonal_mask(int64_t size, const Tensor& x) {
  return ops::equal(numbers(size, x, true), numbers(size, x, false));
}

Tensor identity(int64_t size, const Tensor& x) {
  return ops::cast(diagonal_mask(size, x), x.dtype());
}

Tensor half_diagonal(const Tensor& x) {
  return ops::where(diagonal_mask(x.shape()[-1], x), x * 0.5, x);
}

Tensor per_column(const Tensor& x) { return ops::expand_dims(x, {.axis = -2}); }
Tensor per_row(const Tensor& x) { return ops::expand_dims(x, {.axis = -1}); }

Tensor corner(const Tensor& x, int64_t rows, int64_t columns) {
  return slice_axis(slice_axis(x, x.ndim() - 2, {0, rows}), x.ndim() - 1, {0, columns});
}

}  // namespace cornu
