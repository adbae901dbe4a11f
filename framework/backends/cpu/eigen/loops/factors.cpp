#include "framework/backends/cpu/eigen/loops/dense.h"
//
#include <Eigen/Cholesky>
#include <Eigen/LU>

namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET {

namespace {

/// A square matrix or its transposed one, factored where it was copied to.
template <class T>
class Factored {
 public:
  Factored(const void* data, int64_t size, bool transposed)
      : storage_(size, spaced<T>(size)),
        matrix_(storage_.leftCols(size)),
        lu_(load(data, transposed)) {}

  const Eigen::PartialPivLU<Eigen::Ref<RowMatrix<T>>>& lu() const { return lu_; }
  auto diagonal() const { return matrix_.diagonal(); }
  const Eigen::Ref<RowMatrix<T>>& matrix() const { return matrix_; }

 private:
  Eigen::Ref<RowMatrix<T>>& load(const void* data, bool transposed) {
    const int64_t size = matrix_.rows();
    if (transposed)
      matrix_ = input<RowMatrix<T>>(data, size, size).transpose();
    else
      matrix_ = input<RowMatrix<T>>(data, size, size);
    return matrix_;
  }

  RowMatrix<T> storage_;
  Eigen::Ref<RowMatrix<T>> matrix_;
  Eigen::PartialPivLU<Eigen::Ref<RowMatrix<T>>> lu_;
};

}  // namespace

CORNU_EIGEN_LOOP(cholesky) {
  const int64_t size = problem.rows;
  const auto x = input<RowMatrix<T>>(in[0], size, size);
  auto l = output<RowMatrix<T>>(out[0], size, size);
  const auto factor = [&](Eigen::Ref<RowMatrix<T>> matrix) {
    matrix = x.template triangularView<Eigen::Lower>();
    return Eigen::LLT<Eigen::Ref<RowMatrix<T>>>(matrix).info() == Eigen::Success;
  };
  bool found = false;
  if (spaced<T>(size) == size) {
    found = factor(l);
  } else {
    RowMatrix<T> storage(size, spaced<T>(size));
    found = factor(storage.leftCols(size));
    l = storage.leftCols(size);
  }
  // A NaN is no failure to Eigen.
  return (found && (l.diagonal().array() > 0).all()) || give_up(l);
}

CORNU_EIGEN_LOOP(solve) {
  const int64_t size = problem.rows, right = problem.right;
  const Factored<T> a(in[0], size, problem.transposed);
  auto x = output<RowMatrix<T>>(out[0], size, right);
  if ((a.diagonal().array() == 0).any()) return give_up(x);
  if (right == 1)
    output_vector<T>(out[0], size) = a.lu().solve(input<Vector<T>>(in[1], size, 1));
  else
    x = a.lu().solve(input<RowMatrix<T>>(in[1], size, right));
  return true;
}

CORNU_EIGEN_LOOP(solve_triangular) {
  const int64_t size = problem.rows, right = problem.right;
  const auto a = input<RowMatrix<T>>(in[0], size, size);
  auto x = output<RowMatrix<T>>(out[0], size, right);
  x = input<RowMatrix<T>>(in[1], size, right);
  if (problem.lower && problem.transposed)
    a.transpose().template triangularView<Eigen::Upper>().solveInPlace(x);
  else if (problem.lower)
    a.template triangularView<Eigen::Lower>().solveInPlace(x);
  else if (problem.transposed)
    a.transpose().template triangularView<Eigen::Lower>().solveInPlace(x);
  else
    a.template triangularView<Eigen::Upper>().solveInPlace(x);
  return true;
}

CORNU_EIGEN_LOOP(det) {
  *static_cast<T*>(out[0]) = Factored<T>(in[0], problem.rows, false).lu().determinant();
  return true;
}

CORNU_EIGEN_LOOP(slogdet) {
  const Factored<T> x(in[0], problem.rows, false);
  const auto pivots = x.diagonal().array();
  *static_cast<T*>(out[0]) =
      static_cast<T>(x.lu().permutationP().determinant()) * pivots.sign().prod();
  *static_cast<T*>(out[1]) = pivots.abs().log().sum();
  return true;
}

CORNU_EIGEN_LOOP(lu_factor) {
  const int64_t size = problem.rows;
  const Factored<T> x(in[0], size, false);
  output<RowMatrix<T>>(out[0], size, size) = x.matrix();
  output_vector<int32_t>(out[1], size) = x.lu().permutationP().indices();
  return true;
}

CORNU_EIGEN_INSTANTIATE(cholesky);
CORNU_EIGEN_INSTANTIATE(det);
CORNU_EIGEN_INSTANTIATE(lu_factor);
CORNU_EIGEN_INSTANTIATE(slogdet);
CORNU_EIGEN_INSTANTIATE(solve);
CORNU_EIGEN_INSTANTIATE(solve_triangular);

}  // namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET
