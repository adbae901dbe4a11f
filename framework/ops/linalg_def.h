#pragma once

#include "framework/base/config_value.h"
#include "framework/ir/op_def.h"
#include "framework/ops/matmul.h"

/// What the definitions of the ops of matrices share. One family of kernels, `linalg`, runs them.
namespace cornu {

/// Their attributes; each op has some of them.
struct LinalgAttrs {
  bool lower = false;
  bool transposed = false;
  bool full = false;
  bool checked = true;
  double rcond = 0;
  static void fields(auto& field, auto& config) {
    field("lower", config.lower, "The lower triangle is a matrix, else the upper one.");
    field("transposed", config.transposed, "Solves for the transposed matrix.");
    field("full", config.full, "Makes square orthogonal factors.");
    field("checked", config.checked, "A matrix that cannot be factored is an error, not NaN.");
    field("rcond", config.rcond, "Singular values up to this share of the largest are zero.");
  }
};

/// ShapeErrors of `op` where x has less than two axes, or its matrices are not square.
void check_matrices(std::string_view op, const Spec& x);
void check_square(std::string_view op, const Spec& x);
/// ValueErrors of kernels about matrix `number` of the batch.
[[noreturn]] void fail_not_positive(const Shape& x, int64_t number);
[[noreturn]] void fail_singular(const Shape& a, int64_t number);
/// Whether the last two sizes are known.
bool knows_sizes(const Tensor& x);
/// x's axes before the matrices; none of an unranked shape.
Shape batch_axes(const Spec& x);
/// The spec of matrices of other sizes (or vectors, or numbers) in x's batch.
Spec in_batch(const Spec& x, const Shape& sizes);
/// Square matrices in, their likes out.
std::vector<Spec> infer_square(const InferArgs& args);
/// The determinant's outputs: numbers, one for each matrix.
std::vector<Spec> infer_determinant(const InferArgs& args);
/// solve and solve_triangular: leading axes of a and b broadcast.
std::vector<Spec> infer_solve(const InferArgs& args);

/// The last two axes swapped.
Tensor transposed(const Tensor& x);
/// The product of matrices, each of which may be transposed first.
Tensor product(const Tensor& a, const Tensor& b, bool transpose_a, bool transpose_b);
/// 0, 1, … (int32) along the last axis, or along the one before it, on x's device.
Tensor numbers(int64_t size, const Tensor& x, bool down);
/// True on the diagonal; ones there, of x's dtype.
Tensor diagonal_mask(int64_t size, const Tensor& x);
Tensor identity(int64_t size, const Tensor& x);
/// Square x halved on the diagonal: what adding x's transpose counts twice.
Tensor half_diagonal(const Tensor& x);
/// x[..., None, :] or x[..., :, None]: factors of columns, of rows.
Tensor per_column(const Tensor& x);
Tensor per_row(const Tensor& x);
/// x[..., rows, columns], the first of each.
Tensor corner(const Tensor& x, int64_t rows, int64_t columns);

/// What solve and solve_triangular do around `matrices`, which solves for matrices b: the common
/// dtype, unknown ranks, vectors.
Tensor solve_any(std::string_view op, const Operand& a, const Operand& b, const Attrs& options,
                 Tensor (*matrices)(const Tensor& a, const Tensor& b, const Attrs& options));
/// Of a system whose b has the gradient `db`, by the solution x: a's gradient.
Tensor system_gradient(const Tensor& x, const Tensor& db, bool transposed);
Tensor solve_square(const Tensor& a, const Tensor& b, bool transposed);
Tensor solve_triangle(const Tensor& a, const Tensor& b, bool lower, bool transposed);
/// {u, s, vh} with min(rows, columns) columns and rows.
Tensors thin_svd(const Tensor& x);
/// Singular values alone.
Tensor singular_values(const Tensor& x);

}  // namespace cornu
