#include "framework/backends/cpu/eigen/loops/dense.h"

namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET {

namespace {

template <class T>
constexpr Loops kLoops{cholesky<T>,
                       det<T>,
                       eig<T>,
                       eigh<T>,
                       lu_factor<T>,
                       pinv<T>,
                       qr<T>,
                       singular_values<T>,
                       slogdet<T>,
                       solve<T>,
                       solve_triangular<T>,
                       svd<T>};

}  // namespace

extern constinit const Loops f32_loops = kLoops<float>;
extern constinit const Loops f64_loops = kLoops<double>;

}  // namespace cornu::cpu::eigen::CORNU_EIGEN_TARGET
