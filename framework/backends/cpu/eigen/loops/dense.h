#pragma once

#include "framework/backends/cpu/eigen/loops.h"

// Eigen has another name in each instruction set's code, also than in a host program: one name
// would make the linker choose any of them for all.
#ifdef CORNU_EIGEN_AVX2
#define CORNU_EIGEN_TARGET avx2
#define Eigen cornu_eigen_avx2
#else
#define CORNU_EIGEN_TARGET baseline
#define Eigen cornu_eigen_baseline
#endif
#define EIGEN_DONT_PARALLELIZE
#define EIGEN_NO_IO

#include <Eigen/Core>
#include <limits>

namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET {

template <class T>
using RowMatrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using ColumnMatrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;

template <class M>
Eigen::Map<const M> input(const void* data, int64_t rows, int64_t columns) {
  return {static_cast<const typename M::Scalar*>(data), rows, columns};
}
template <class M>
Eigen::Map<M> output(void* data, int64_t rows, int64_t columns) {
  return {static_cast<typename M::Scalar*>(data), rows, columns};
}
template <class T>
Eigen::Map<Vector<T>> output_vector(void* data, int64_t size) {
  return {static_cast<T*>(data), size};
}

template <class M>
bool give_up(M&& result) {
  result.setConstant(std::numeric_limits<typename std::decay_t<M>::Scalar>::quiet_NaN());
  return false;
}

/// Rows that lie a power of two apart meet in the same places of the caches: a copy with some
/// distance more is worked on faster.
template <class T>
int64_t spaced(int64_t columns) {
  constexpr int64_t line = 64 / sizeof(T);
  return columns % (8 * line) == 0 ? columns + line : columns;
}

#define CORNU_EIGEN_LOOP(name) \
  template <class T>           \
  bool name(const Problem& problem, const void* const* in, void* const* out)
CORNU_EIGEN_LOOP(cholesky);
CORNU_EIGEN_LOOP(det);
CORNU_EIGEN_LOOP(eig);
CORNU_EIGEN_LOOP(eigh);
CORNU_EIGEN_LOOP(lu_factor);
CORNU_EIGEN_LOOP(pinv);
CORNU_EIGEN_LOOP(qr);
CORNU_EIGEN_LOOP(singular_values);
CORNU_EIGEN_LOOP(slogdet);
CORNU_EIGEN_LOOP(solve);
CORNU_EIGEN_LOOP(solve_triangular);
CORNU_EIGEN_LOOP(svd);

/// Makes a loop for both element types.
#define CORNU_EIGEN_INSTANTIATE(name)                                          \
  template bool name<float>(const Problem&, const void* const*, void* const*); \
  template bool name<double>(const Problem&, const void* const*, void* const*)

}  // namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET
