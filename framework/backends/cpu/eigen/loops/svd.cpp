#include "framework/backends/cpu/eigen/loops/dense.h"
//
#include <Eigen/SVD>

namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET {

namespace {

/// Of xᵀ, as x's rows are columns to Eigen: xᵀ = U S Vᵀ, and so x = V S Uᵀ.
template <class T>
Eigen::BDCSVD<ColumnMatrix<T>> decompose(const Problem& problem, const void* x,
                                         unsigned int wanted) {
  return Eigen::BDCSVD<ColumnMatrix<T>>(input<ColumnMatrix<T>>(x, problem.columns, problem.rows),
                                        wanted);
}

constexpr unsigned int kThin = Eigen::ComputeThinU | Eigen::ComputeThinV;
constexpr unsigned int kFull = Eigen::ComputeFullU | Eigen::ComputeFullV;

}  // namespace

CORNU_EIGEN_LOOP(svd) {
  const int64_t rows = problem.rows, columns = problem.columns;
  const int64_t inner = Eigen::numext::mini(rows, columns);
  const int64_t u_columns = problem.full ? rows : inner, v_rows = problem.full ? columns : inner;
  const auto found = decompose<T>(problem, in[0], problem.full ? kFull : kThin);
  auto u = output<RowMatrix<T>>(out[0], rows, u_columns);
  auto s = output_vector<T>(out[1], inner);
  auto v = output<ColumnMatrix<T>>(out[2], columns, v_rows);
  if (found.info() != Eigen::Success) return give_up(u), give_up(s), give_up(v);
  u = found.matrixV();
  s = found.singularValues();
  v = found.matrixU();
  return true;
}

CORNU_EIGEN_LOOP(singular_values) {
  const auto found = decompose<T>(problem, in[0], 0);
  auto s = output_vector<T>(out[0], Eigen::numext::mini(problem.rows, problem.columns));
  if (found.info() != Eigen::Success) return give_up(s);
  s = found.singularValues();
  return true;
}

CORNU_EIGEN_LOOP(pinv) {
  const auto found = decompose<T>(problem, in[0], kThin);
  auto y = output<RowMatrix<T>>(out[0], problem.columns, problem.rows);
  if (found.info() != Eigen::Success) return give_up(y);
  const auto& s = found.singularValues();
  const T least = static_cast<T>(problem.rcond) * s(0);
  int64_t rank = 0;
  while (rank < s.size() && s(rank) > least) ++rank;
  y.noalias() = (found.matrixU().leftCols(rank) * s.head(rank).cwiseInverse().asDiagonal()) *
                found.matrixV().leftCols(rank).transpose();
  return true;
}

CORNU_EIGEN_INSTANTIATE(pinv);
CORNU_EIGEN_INSTANTIATE(singular_values);
CORNU_EIGEN_INSTANTIATE(svd);

}  // namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET
