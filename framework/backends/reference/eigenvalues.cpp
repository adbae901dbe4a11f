#include <algorithm>
#include <cmath>
#include <complex>
#include <numeric>

#include "framework/backends/reference/matrix.h"

namespace cornu::reference {

namespace {

constexpr int kSweeps = 60;
constexpr double kSmall = 1e-15;

/// Columns p and q of m turned by an angle of this tangent.
void rotate_columns(Matrix& m, int64_t p, int64_t q, double tangent) {
  const double c = 1 / std::sqrt(1 + tangent * tangent), s = c * tangent;
  for (int64_t i = 0; i < m.rows; ++i) {
    const double x = m(i, p), y = m(i, q);
    m(i, p) = c * x - s * y;
    m(i, q) = s * x + c * y;
  }
}

/// Of the angle that makes [[a, b], [b, c]] diagonal.
double jacobi_tangent(double a, double b, double c) {
  const double theta = (c - a) / (2 * b);
  return (theta >= 0 ? 1 : -1) / (std::abs(theta) + std::sqrt(1 + theta * theta));
}

std::vector<int64_t> sorted(const std::vector<double>& values, bool rising) {
  std::vector<int64_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int64_t i, int64_t j) {
    const double x = values[static_cast<size_t>(i)], y = values[static_cast<size_t>(j)];
    return rising ? x < y : x > y;
  });
  return order;
}

/// Makes columns from `first` on orthonormal to all before them.
void complete(Matrix& m, int64_t first) {
  for (int64_t column = first, unit = 0; column < m.columns; ++unit) {
    for (int64_t i = 0; i < m.rows; ++i) m(i, column) = i == unit;
    for (int twice = 0; twice < 2; ++twice)
      for (int64_t j = 0; j < column; ++j) {
        double dot = 0;
        for (int64_t i = 0; i < m.rows; ++i) dot += m(i, j) * m(i, column);
        for (int64_t i = 0; i < m.rows; ++i) m(i, column) -= dot * m(i, j);
      }
    double square = 0;
    for (int64_t i = 0; i < m.rows; ++i) square += m(i, column) * m(i, column);
    if (square < 1e-6) continue;  // the unit vector lies among the columns there are
    for (int64_t i = 0; i < m.rows; ++i) m(i, column) /= std::sqrt(square);
    ++column;
  }
}

}  // namespace

std::vector<double> symmetric_eigen(const Matrix& x, Matrix& v) {
  const int64_t n = x.rows;
  Matrix a(n, n), vectors = Matrix::identity(n);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) a(i, j) = x(std::max(i, j), std::min(i, j));
  for (int sweep = 0; sweep < kSweeps; ++sweep)
    for (int64_t p = 0; p < n; ++p)
      for (int64_t q = p + 1; q < n; ++q) {
        if (std::abs(a(p, q)) < 1e-300) continue;
        const double tangent = jacobi_tangent(a(p, p), a(p, q), a(q, q));
        rotate_columns(a, p, q, tangent);
        a = a.transposed();
        rotate_columns(a, p, q, tangent);
        rotate_columns(vectors, p, q, tangent);
      }
  std::vector<double> values(static_cast<size_t>(n)), out;
  for (int64_t i = 0; i < n; ++i) values[static_cast<size_t>(i)] = a(i, i);
  int64_t column = 0;
  for (const int64_t from : sorted(values, true)) {
    out.push_back(values[static_cast<size_t>(from)]);
    for (int64_t i = 0; i < n; ++i) v(i, column) = vectors(i, from);
    ++column;
  }
  return out;
}

/// Jacobi's method from one side: columns are turned until they are orthogonal to one another.
std::vector<double> singular(const Matrix& x, Matrix& u, Matrix& v) {
  if (x.rows < x.columns) return singular(x.transposed(), v, u);
  const int64_t m = x.rows, n = x.columns;
  Matrix a = x, turns = Matrix::identity(n);
  for (int sweep = 0; sweep < kSweeps; ++sweep)
    for (int64_t p = 0; p < n; ++p)
      for (int64_t q = p + 1; q < n; ++q) {
        double pp = 0, pq = 0, qq = 0;
        for (int64_t i = 0; i < m; ++i)
          pp += a(i, p) * a(i, p), pq += a(i, p) * a(i, q), qq += a(i, q) * a(i, q);
        if (std::abs(pq) <= kSmall * std::sqrt(pp * qq)) continue;
        const double tangent = jacobi_tangent(pp, pq, qq);
        rotate_columns(a, p, q, tangent);
        rotate_columns(turns, p, q, tangent);
      }
  std::vector<double> lengths(static_cast<size_t>(n)), out;
  for (int64_t j = 0; j < n; ++j) {
    double square = 0;
    for (int64_t i = 0; i < m; ++i) square += a(i, j) * a(i, j);
    lengths[static_cast<size_t>(j)] = std::sqrt(square);
  }
  const std::vector<int64_t> order = sorted(lengths, false);
  int64_t rank = 0;
  for (const int64_t from : order) {
    const double s = lengths[static_cast<size_t>(from)];
    const auto column = static_cast<int64_t>(out.size());
    for (int64_t i = 0; i < n; ++i) v(i, column) = turns(i, from);
    if (s > kSmall * lengths[static_cast<size_t>(order[0])]) {
      for (int64_t i = 0; i < m; ++i) u(i, column) = a(i, from) / s;
      rank = column + 1;
    }
    out.push_back(s);
  }
  complete(u, rank);
  return out;
}

namespace {

using Complex = std::complex<double>;
using ComplexMatrix = std::vector<std::vector<Complex>>;

/// Rows p and q of t (and columns of t and z) turned so that t[q][column] vanishes: a similarity.
void rotate(ComplexMatrix& t, ComplexMatrix& z, size_t p, size_t q, Complex a, Complex b) {
  const double length = std::sqrt(std::norm(a) + std::norm(b));
  if (length == 0) return;
  const Complex c = a / length, s = b / length;
  for (size_t j = 0; j < t.size(); ++j) {
    const Complex x = t[p][j], y = t[q][j];
    t[p][j] = std::conj(c) * x + std::conj(s) * y;
    t[q][j] = c * y - s * x;
  }
  for (ComplexMatrix* m : {&t, &z})
    for (auto& row : *m) {
      const Complex x = row[p], y = row[q];
      row[p] = c * x + s * y;
      row[q] = std::conj(c) * y - std::conj(s) * x;
    }
}

/// The eigenvalue of the last 2 x 2 block before `end` that is nearer to its last element.
Complex shift_of(const ComplexMatrix& t, size_t end) {
  const Complex a = t[end - 2][end - 2], b = t[end - 2][end - 1], c = t[end - 1][end - 2],
                d = t[end - 1][end - 1];
  const Complex middle = (a + d) / 2.0, root = std::sqrt((a - d) * (a - d) / 4.0 + b * c);
  return std::abs(middle + root - d) < std::abs(middle - root - d) ? middle + root : middle - root;
}

/// t becomes upper triangular and z unitary with x = z t zᴴ: Hessenberg's form, then QR steps with
/// shifts, as rotations that chase the bulge.
void triangularise(ComplexMatrix& t, ComplexMatrix& z) {
  for (size_t j = 0; j + 2 < t.size(); ++j)
    for (size_t i = j + 2; i < t.size(); ++i) rotate(t, z, j + 1, i, t[j + 1][j], t[i][j]);
  size_t steps = 0;
  for (size_t end = t.size(); end > 1 && steps < 100 * t.size();) {
    size_t begin = end - 1;
    while (begin > 0 &&
           std::abs(t[begin][begin - 1]) >
               kSmall * (std::abs(t[begin][begin]) + std::abs(t[begin - 1][begin - 1])))
      --begin;
    if (begin > 0) t[begin][begin - 1] = 0;
    if (begin == end - 1) {
      --end;
      continue;
    }
    ++steps;
    // Now and then a shift that no symmetry fools.
    const Complex shift =
        steps % 10 == 0 ? Complex(std::abs(t[end - 1][end - 2]), 0.3) : shift_of(t, end);
    rotate(t, z, begin, begin + 1, t[begin][begin] - shift, t[begin + 1][begin]);
    for (size_t k = begin; k + 2 < end; ++k) rotate(t, z, k + 1, k + 2, t[k + 1][k], t[k + 2][k]);
  }
}

}  // namespace

ComplexEigen eigen(const Matrix& x) {
  const auto n = static_cast<size_t>(x.rows);
  ComplexMatrix t(n, std::vector<Complex>(n)), z = t;
  double largest = 0;
  for (size_t i = 0; i < n; ++i)
    for (size_t j = 0; j < n; ++j) {
      t[i][j] = x(static_cast<int64_t>(i), static_cast<int64_t>(j));
      z[i][j] = i == j;
      largest = std::max(largest, std::abs(t[i][j]));
    }
  triangularise(t, z);
  ComplexEigen out{std::vector<double>(n), std::vector<double>(n), Matrix(x.rows, x.rows),
                   Matrix(x.rows, x.rows)};
  for (size_t k = 0; k < n; ++k) {
    std::vector<Complex> y(k + 1);  // of t; z takes it to x's vector
    y[k] = 1;
    for (size_t i = k; i-- > 0;) {
      Complex sum = 0;
      for (size_t j = i + 1; j <= k; ++j) sum += t[i][j] * y[j];
      Complex gap = t[k][k] - t[i][i];
      if (std::abs(gap) < kSmall * largest) gap = kSmall * largest;
      y[i] = sum == Complex(0) ? 0 : sum / gap;
    }
    double square = 0;
    for (const Complex& part : y) square += std::norm(part);
    out.real[k] = t[k][k].real(), out.imag[k] = t[k][k].imag();
    for (size_t i = 0; i < n; ++i) {
      Complex sum = 0;
      for (size_t j = 0; j <= k; ++j) sum += z[i][j] * y[j];
      sum /= std::sqrt(square);
      out.v_real(static_cast<int64_t>(i), static_cast<int64_t>(k)) = sum.real();
      out.v_imag(static_cast<int64_t>(i), static_cast<int64_t>(k)) = sum.imag();
    }
  }
  return out;
}

}  // namespace cornu::reference
