#pragma once

#include <cstdint>
#include <vector>

/// Textbook linear algebra in double, the measure of the libraries'.
namespace cornu::reference {

struct Matrix {
  Matrix(int64_t rows, int64_t columns)
      : rows(rows), columns(columns), values(static_cast<size_t>(rows * columns)) {}
  static Matrix identity(int64_t size) {
    Matrix m(size, size);
    for (int64_t i = 0; i < size; ++i) m(i, i) = 1;
    return m;
  }

  double& operator()(int64_t i, int64_t j) { return values[static_cast<size_t>(i * columns + j)]; }
  double operator()(int64_t i, int64_t j) const {
    return values[static_cast<size_t>(i * columns + j)];
  }
  Matrix transposed() const;

  int64_t rows, columns;
  std::vector<double> values;
};

/// The lower factor of what x's lower triangle says; false where there is none.
bool cholesky(const Matrix& x, Matrix& l);
/// x's factors with pivoting by rows; order[i] is the row of x that row i of lu is. Gives the
/// permutation's sign.
int factor(Matrix& x, std::vector<int64_t>& order);
/// Replaces b by what solves a triangular system of the one or the other triangle of a.
void solve_triangle(const Matrix& a, bool lower, bool unit_diagonal, Matrix& b);
/// Householder's q (square) and r, in x's place.
Matrix orthogonal(Matrix& x);

/// Eigenvalues of the symmetric matrix that x's lower triangle says, rising, and vectors.
std::vector<double> symmetric_eigen(const Matrix& x, Matrix& v);
/// x = u diag(s) vᵀ with square u and v.
std::vector<double> singular(const Matrix& x, Matrix& u, Matrix& v);

struct ComplexEigen {
  std::vector<double> real, imag;  // values
  Matrix v_real, v_imag;           // vectors in columns
};
ComplexEigen eigen(const Matrix& x);

}  // namespace cornu::reference
