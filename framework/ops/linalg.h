#pragma once

#include <array>
#include <optional>

#include "framework/base/choice.h"
#include "framework/base/config_value.h"
#include "framework/base/field_containers.h"
#include "framework/ops/operand.h"

/// Matrices are the last two axes; all axes before them are a batch.
namespace cornu {

struct CholeskyOptions {
  bool upper = false;
  static void fields(auto& field, auto& config) {
    field("upper", config.upper, "The factor is the upper triangle, not the lower one.");
  }
};

struct SolveTriangularOptions {
  bool lower = false;
  static void fields(auto& field, auto& config) {
    field("lower", config.lower, "a is its lower triangle, not its upper one.");
  }
};

enum class QrMode { reduced, complete };
template <>
struct EnumNames<QrMode> {
  static constexpr std::array<std::string_view, 2> names = {"reduced", "complete"};
};

struct QrOptions {
  Choice<QrMode> mode = QrMode::reduced;
  static void fields(auto& field, auto& config) {
    field("mode", config.mode, "Whether q has as many columns as needed, or is square.");
  }
};

struct SvdOptions {
  bool full_matrices = true;
  bool compute_uv = true;
  static void fields(auto& field, auto& config) {
    field("full_matrices", config.full_matrices, "u and vh are square.");
    field("compute_uv", config.compute_uv, "Also gives u and vh, not the singular values alone.");
  }
};

struct PinvOptions {
  std::optional<double> rcond = {};
  static void fields(auto& field, auto& config) {
    field("rcond", config.rcond,
          "Singular values up to this share of the largest count as zero; null: as rounding asks.");
  }
};

struct MatrixRankOptions {
  std::optional<double> tol = {};
  static void fields(auto& field, auto& config) {
    field("tol", config.tol, "Singular values up to it count as zero; null: as rounding asks.");
  }
};

namespace ops {

/// The triangular l with l lᵀ = x (or u with uᵀ u = x), read from x's lower triangle; a ValueError
/// where x is not positive definite.
Tensor cholesky(const Operand& x, const CholeskyOptions& options = {});
/// The inverse of the matrix whose Cholesky factor is x.
Tensor cholesky_inverse(const Operand& x, const CholeskyOptions& options = {});
/// The logarithm of the determinant of symmetric positive definite matrices; NaN of others.
Tensor logdet(const Operand& x);

Tensor det(const Operand& x);
/// {sign, logarithm of the magnitude} of the determinant.
Tensors slogdet(const Operand& x);
/// The inverse; a ValueError where a matrix is singular.
Tensor inv(const Operand& x);
/// x of a x = b. Where b has one axis less than a, it holds vectors. A ValueError where a matrix is
/// singular.
Tensor solve(const Operand& a, const Operand& b);
/// The same with a triangular a: what is in its other triangle is not read.
Tensor solve_triangular(const Operand& a, const Operand& b,
                        const SolveTriangularOptions& options = {});

/// {lu, pivots}: l (below the diagonal, ones on it) and u in one square matrix, and for each row of
/// x its row in l u.
Tensors lu_factor(const Operand& x);
/// {q, r}: q's columns are orthonormal, r is upper triangular.
Tensors qr(const Operand& x, const QrOptions& options = {});
/// {u, s, vh} with x = u diag(s) vh and s falling, or {s}.
Tensors svd(const Operand& x, const SvdOptions& options = {});
/// {w, v} of symmetric matrices, read from the lower triangle: rising eigenvalues and in v's
/// columns the eigenvectors.
Tensors eigh(const Operand& x);
/// {w, v} of any square matrices. Both may be complex, so each is two tensors: {real part of w,
/// imaginary part of w, real part of v, imaginary part of v}.
Tensors eig(const Operand& x);

/// The Moore-Penrose inverse.
Tensor pinv(const Operand& x, const PinvOptions& options = {});
/// The shortest x that minimises |a x - b|, of a matrix a and a vector or matrix b.
Tensor lstsq(const Operand& a, const Operand& b, const PinvOptions& options = {});
/// The number (int32) of singular values that are not zero.
Tensor matrix_rank(const Operand& x, const MatrixRankOptions& options = {});

}  // namespace ops

}  // namespace cornu
