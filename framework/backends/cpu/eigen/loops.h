#pragma once

#include <cstdint>

/// Eigen's code, compiled for each instruction set by itself. What is included here is included
/// there: an inline function of the standard library that such a file keeps would be linked into
/// all of the program, so there are as few as can be.
namespace cornu::cpu::eigen {

/// What is asked of one matrix.
struct Problem {
  int64_t rows, columns;
  int64_t right;  ///< Columns of b in a x = b.
  bool lower, transposed, full;
  double rcond;
};

/// Works on one matrix of each operand, dense and row-major, none of them empty. False where it
/// cannot be done; then the outputs are NaN.
using Loop = bool (*)(const Problem& problem, const void* const* in, void* const* out);

struct Loops {
  Loop cholesky, det, eig, eigh, lu_factor, pinv, qr, singular_values, slogdet, solve,
      solve_triangular, svd;
};

namespace baseline {
extern const Loops f32_loops, f64_loops;
}
namespace avx2 {
extern const Loops f32_loops, f64_loops;
}

}  // namespace cornu::cpu::eigen
