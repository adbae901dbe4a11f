#include "framework/backends/cpu/eigen/loops/dense.h"
//
#include <Eigen/Eigenvalues>

namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET {

CORNU_EIGEN_LOOP(eigh) {
  const int64_t size = problem.rows;
  auto w = output_vector<T>(out[0], size);
  auto v = output<RowMatrix<T>>(out[1], size, size);
  const Eigen::SelfAdjointEigenSolver<ColumnMatrix<T>> found(
      input<RowMatrix<T>>(in[0], size, size));  // reads the lower triangle
  if (found.info() != Eigen::Success) return give_up(v), give_up(w);
  w = found.eigenvalues();
  v = found.eigenvectors();
  return true;
}

CORNU_EIGEN_INSTANTIATE(eigh);

}  // namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET
