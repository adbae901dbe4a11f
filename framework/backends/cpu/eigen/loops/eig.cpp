#include "framework/backends/cpu/eigen/loops/dense.h"
//
#include <Eigen/Eigenvalues>

namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET {

CORNU_EIGEN_LOOP(eig) {
  const int64_t size = problem.rows;
  auto w_real = output_vector<T>(out[0], size), w_imag = output_vector<T>(out[1], size);
  auto v_real = output<RowMatrix<T>>(out[2], size, size),
       v_imag = output<RowMatrix<T>>(out[3], size, size);
  // Rows and columns of zeros behind the matrix add eigenvalues of zero, which stay behind its own.
  const int64_t wider = spaced<T>(size);
  ColumnMatrix<T> x = ColumnMatrix<T>::Zero(wider, wider);
  x.topLeftCorner(size, size) = input<RowMatrix<T>>(in[0], size, size);
  const Eigen::EigenSolver<ColumnMatrix<T>> found(x);
  if (found.info() != Eigen::Success) {
    give_up(w_real), give_up(w_imag), give_up(v_real);
    return give_up(v_imag);
  }
  w_real = found.eigenvalues().head(size).real();
  w_imag = found.eigenvalues().head(size).imag();
  const auto v = found.eigenvectors();
  v_real = v.topLeftCorner(size, size).real();
  v_imag = v.topLeftCorner(size, size).imag();
  return true;
}

CORNU_EIGEN_INSTANTIATE(eig);

}  // namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET
