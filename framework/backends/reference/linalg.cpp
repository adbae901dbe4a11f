#include "framework/ops/linalg_def.h"

#include <cmath>
#include <limits>

#include "framework/backends/reference/element.h"
#include "framework/backends/reference/matrix.h"
#include "framework/runtime/kernel.h"

namespace cornu::reference {

namespace {

/// One matrix (or vector, or number) of an operand: the place of its first element.
struct Place {
  DType dtype;
  void* data;
  int64_t first;

  Matrix read(int64_t rows, int64_t columns) const {
    Matrix m(rows, columns);
    for (size_t i = 0; i < m.values.size(); ++i)
      m.values[i] = load<double>(dtype, data, first + static_cast<int64_t>(i));
    return m;
  }
  void write(const std::vector<double>& values) const {
    for (size_t i = 0; i < values.size(); ++i)
      store(dtype, data, first + static_cast<int64_t>(i), values[i]);
  }
  void write(const Matrix& m) const { write(m.values); }
};

/// One matrix of the batch, of every operand, and the first one's number for messages.
struct Problem {
  const KernelArgs& args;
  std::vector<Place> in, out;
  int64_t number;

  int64_t rows(size_t input = 0) const { return args.in[input].shape[-2]; }
  int64_t columns(size_t input = 0) const { return args.in[input].shape[-1]; }
  const LinalgAttrs& attrs() const { return args.as<LinalgAttrs>(); }
};

Matrix first_columns(const Matrix& m, int64_t columns) {
  Matrix out(m.rows, columns);
  for (int64_t i = 0; i < m.rows; ++i)
    for (int64_t j = 0; j < columns; ++j) out(i, j) = m(i, j);
  return out;
}

void run_cholesky(const Problem& p) {
  Matrix l(p.rows(), p.rows());
  if (!cholesky(p.in[0].read(p.rows(), p.rows()), l)) {
    if (p.attrs().checked) fail_not_positive(p.args.in[0].shape, p.number);
    l.values.assign(l.values.size(), std::numeric_limits<double>::quiet_NaN());
  }
  p.out[0].write(l);
}

void run_solve(const Problem& p) {
  Matrix a = p.in[0].read(p.rows(), p.rows()), b = p.in[1].read(p.rows(1), p.columns(1)), x = b;
  if (p.attrs().transposed) a = a.transposed();
  std::vector<int64_t> order;
  factor(a, order);
  for (int64_t i = 0; i < b.rows; ++i) {
    if (a(i, i) == 0) fail_singular(p.args.in[0].shape, p.number);
    for (int64_t j = 0; j < b.columns; ++j) x(i, j) = b(order[static_cast<size_t>(i)], j);
  }
  solve_triangle(a, true, true, x);
  solve_triangle(a, false, false, x);
  p.out[0].write(x);
}

void run_solve_triangular(const Problem& p) {
  Matrix a = p.in[0].read(p.rows(), p.rows()), x = p.in[1].read(p.rows(1), p.columns(1));
  if (p.attrs().transposed) a = a.transposed();
  solve_triangle(a, p.attrs().lower != p.attrs().transposed, false, x);
  p.out[0].write(x);
}

void run_det(const Problem& p) {
  Matrix a = p.in[0].read(p.rows(), p.rows());
  std::vector<int64_t> order;
  double product = factor(a, order);
  for (int64_t i = 0; i < a.rows; ++i) product *= a(i, i);
  p.out[0].write(std::vector<double>{product});
}

void run_slogdet(const Problem& p) {
  Matrix a = p.in[0].read(p.rows(), p.rows());
  std::vector<int64_t> order;
  double sign = factor(a, order), log = 0;
  for (int64_t i = 0; i < a.rows; ++i) {
    sign *= reference::sign(a(i, i));
    log += std::log(std::abs(a(i, i)));
  }
  p.out[0].write(std::vector<double>{sign});
  p.out[1].write(std::vector<double>{log});
}

void run_lu_factor(const Problem& p) {
  Matrix a = p.in[0].read(p.rows(), p.rows());
  std::vector<int64_t> order;
  factor(a, order);
  std::vector<double> rows(order.size());
  for (size_t i = 0; i < order.size(); ++i)
    rows[static_cast<size_t>(order[i])] = static_cast<double>(i);
  p.out[0].write(a);
  p.out[1].write(rows);
}

void run_qr(const Problem& p) {
  Matrix r = p.in[0].read(p.rows(), p.columns());
  const Matrix q = orthogonal(r);
  const int64_t inner = p.attrs().full ? p.rows() : std::min(p.rows(), p.columns());
  p.out[0].write(first_columns(q, inner));
  r.rows = inner;
  r.values.resize(static_cast<size_t>(inner * r.columns));
  p.out[1].write(r);
}

void run_eigh(const Problem& p) {
  Matrix v(p.rows(), p.rows());
  p.out[0].write(symmetric_eigen(p.in[0].read(p.rows(), p.rows()), v));
  p.out[1].write(v);
}

void run_eig(const Problem& p) {
  const ComplexEigen found = eigen(p.in[0].read(p.rows(), p.rows()));
  p.out[0].write(found.real);
  p.out[1].write(found.imag);
  p.out[2].write(found.v_real);
  p.out[3].write(found.v_imag);
}

void run_svd(const Problem& p) {
  Matrix u = Matrix::identity(p.rows()), v = Matrix::identity(p.columns());
  const std::vector<double> s = singular(p.in[0].read(p.rows(), p.columns()), u, v);
  const auto inner = static_cast<int64_t>(s.size());
  const bool full = p.attrs().full;
  p.out[0].write(full ? u : first_columns(u, inner));
  p.out[1].write(s);
  p.out[2].write((full ? v : first_columns(v, inner)).transposed());
}

void run_singular_values(const Problem& p) {
  Matrix u = Matrix::identity(p.rows()), v = Matrix::identity(p.columns());
  p.out[0].write(singular(p.in[0].read(p.rows(), p.columns()), u, v));
}

void run_pinv(const Problem& p) {
  Matrix u = Matrix::identity(p.rows()), v = Matrix::identity(p.columns());
  const std::vector<double> s = singular(p.in[0].read(p.rows(), p.columns()), u, v);
  Matrix y(p.columns(), p.rows());
  for (size_t k = 0; k < s.size() && s[k] > p.attrs().rcond * s[0]; ++k)
    for (int64_t i = 0; i < y.rows; ++i)
      for (int64_t j = 0; j < y.columns; ++j)
        y(i, j) += v(i, static_cast<int64_t>(k)) * u(j, static_cast<int64_t>(k)) / s[k];
  p.out[0].write(y);
}

using Run = void (*)(const Problem& problem);
Run run_of(std::string_view op) {
  static constexpr std::pair<std::string_view, Run> kRuns[] = {
      {"cholesky", run_cholesky},
      {"det", run_det},
      {"eig", run_eig},
      {"eigh", run_eigh},
      {"lu_factor", run_lu_factor},
      {"pinv", run_pinv},
      {"qr", run_qr},
      {"singular_values", run_singular_values},
      {"slogdet", run_slogdet},
      {"solve", run_solve},
      {"solve_triangular", run_solve_triangular},
      {"svd", run_svd}};
  for (const auto& [name, function] : kRuns)
    if (name == op) return function;
  fail<InternalError>("no matrices in ", op);
}

void run(const KernelArgs& args, const Operands& operands) {
  const Run function = run_of(args.def.name);
  const Shape& whole = args.in.size() > 1 ? args.out[0].shape : args.in[0].shape;
  const Shape batch = whole.sub(0, whole.ndim() - 2);
  Odometer at(batch);
  const int64_t count = batch.elements();
  for (int64_t n = 0; n < count; ++n, at.next()) {
    const Shape& first = args.in[0].shape;
    Problem problem{args, {}, {}, at.offset_in(first.sub(0, first.ndim() - 2))};
    for (size_t i = 0; i < args.in.size(); ++i) {
      const Shape& shape = args.in[i].shape;
      problem.in.push_back({args.in[i].dtype, const_cast<void*>(operands.in[i]),
                            at.offset_in(shape.sub(0, shape.ndim() - 2)) * shape[-2] * shape[-1]});
    }
    for (size_t i = 0; i < args.out.size(); ++i)
      problem.out.push_back(
          {args.out[i].dtype, operands.out[i], n * (args.out[i].shape.elements() / count)});
    function(problem);
  }
}

}  // namespace

extern constinit const Kernel linalg_kernel{"reference", accept, plain<run>};

}  // namespace cornu::reference
