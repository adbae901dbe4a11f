#include "framework/backends/cpu/eigen/loops/dense.h"
//
#include <Eigen/QR>

namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET {

CORNU_EIGEN_LOOP(qr) {
  const int64_t rows = problem.rows, columns = problem.columns;
  const int64_t inner = problem.full ? rows : Eigen::numext::mini(rows, columns);
  ColumnMatrix<T> storage(spaced<T>(rows), columns), q_storage(spaced<T>(rows), inner);
  Eigen::Ref<ColumnMatrix<T>> x = storage.topRows(rows), q = q_storage.topRows(rows);
  x = input<RowMatrix<T>>(in[0], rows, columns);
  const Eigen::HouseholderQR<Eigen::Ref<ColumnMatrix<T>>> factored(x);
  q.setIdentity();
  q.applyOnTheLeft(factored.householderQ());
  output<RowMatrix<T>>(out[0], rows, inner) = q;
  output<RowMatrix<T>>(out[1], inner, columns) =
      x.topRows(inner).template triangularView<Eigen::Upper>();
  return true;
}

CORNU_EIGEN_INSTANTIATE(qr);

}  // namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET
