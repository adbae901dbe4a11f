#include <cmath>
#include <numeric>
#include <utility>

#include "framework/backends/reference/matrix.h"

namespace cornu::reference {

Matrix Matrix::transposed() const {
  Matrix t(columns, rows);
  for (int64_t i = 0; i < rows; ++i)
    for (int64_t j = 0; j < columns; ++j) t(j, i) = (*this)(i, j);
  return t;
}

bool cholesky(const Matrix& x, Matrix& l) {
  for (int64_t j = 0; j < x.rows; ++j)
    for (int64_t i = j; i < x.rows; ++i) {
      double rest = x(i, j);
      for (int64_t k = 0; k < j; ++k) rest -= l(i, k) * l(j, k);
      if (i == j && !(rest > 0)) return false;
      l(i, j) = i == j ? std::sqrt(rest) : rest / l(j, j);
    }
  return true;
}

int factor(Matrix& x, std::vector<int64_t>& order) {
  int sign = 1;
  order.resize(static_cast<size_t>(x.rows));
  std::iota(order.begin(), order.end(), 0);
  for (int64_t k = 0; k < x.rows; ++k) {
    int64_t pivot = k;
    for (int64_t i = k + 1; i < x.rows; ++i)
      if (std::abs(x(i, k)) > std::abs(x(pivot, k))) pivot = i;
    if (pivot != k) {
      sign = -sign;
      std::swap(order[static_cast<size_t>(k)], order[static_cast<size_t>(pivot)]);
      for (int64_t j = 0; j < x.rows; ++j) std::swap(x(k, j), x(pivot, j));
    }
    if (x(k, k) == 0) continue;
    for (int64_t i = k + 1; i < x.rows; ++i) {
      x(i, k) /= x(k, k);
      for (int64_t j = k + 1; j < x.rows; ++j) x(i, j) -= x(i, k) * x(k, j);
    }
  }
  return sign;
}

void solve_triangle(const Matrix& a, bool lower, bool unit_diagonal, Matrix& b) {
  for (int64_t step = 0; step < a.rows; ++step) {
    const int64_t i = lower ? step : a.rows - 1 - step;
    for (int64_t column = 0; column < b.columns; ++column) {
      double rest = b(i, column);
      for (int64_t j = lower ? 0 : i + 1; j < (lower ? i : a.rows); ++j)
        rest -= a(i, j) * b(j, column);
      b(i, column) = unit_diagonal ? rest : rest / a(i, i);
    }
  }
}

Matrix orthogonal(Matrix& x) {
  Matrix q = Matrix::identity(x.rows);
  std::vector<double> v(static_cast<size_t>(x.rows));
  for (int64_t k = 0; k + 1 < x.rows && k < x.columns; ++k) {
    double tail = 0;
    for (int64_t i = k + 1; i < x.rows; ++i) tail += x(i, k) * x(i, k);
    if (tail == 0) continue;  // the column is as it should be; its sign stays
    const double length = std::sqrt(x(k, k) * x(k, k) + tail);
    const double diagonal = x(k, k) >= 0 ? -length : length;
    for (int64_t i = k; i < x.rows; ++i) v[static_cast<size_t>(i)] = x(i, k);
    v[static_cast<size_t>(k)] -= diagonal;
    double square = 0;
    for (int64_t i = k; i < x.rows; ++i)
      square += v[static_cast<size_t>(i)] * v[static_cast<size_t>(i)];
    for (int64_t j = 0; j < x.columns; ++j) {  // x = (1 - 2 v vᵀ / vᵀ v) x
      double dot = 0;
      for (int64_t i = k; i < x.rows; ++i) dot += v[static_cast<size_t>(i)] * x(i, j);
      for (int64_t i = k; i < x.rows; ++i) x(i, j) -= 2 * dot / square * v[static_cast<size_t>(i)];
    }
    for (int64_t i = k + 1; i < x.rows; ++i) x(i, k) = 0;
    for (int64_t j = 0; j < x.rows; ++j) {  // q = q (1 - 2 v vᵀ / vᵀ v)
      double dot = 0;
      for (int64_t i = k; i < x.rows; ++i) dot += q(j, i) * v[static_cast<size_t>(i)];
      for (int64_t i = k; i < x.rows; ++i) q(j, i) -= 2 * dot / square * v[static_cast<size_t>(i)];
    }
  }
  return q;
}

}  // namespace cornu::reference
