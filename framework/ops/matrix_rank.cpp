#include "framework/ops/cast.h"
#include "framework/ops/deferred.h"
#include "framework/ops/float_limits.h"
#include "framework/ops/linalg.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"

namespace cornu {

Tensor ops::matrix_rank(const Operand& x, const MatrixRankOptions& options) {
  if (x.is_symbolic()) return record_symbolic("matrix_rank", {x}, options);
  const Tensor matrices = x.tensor();
  check_matrices("matrix_rank", matrices.spec());
  if (any_unranked(x) || (!options.tol && !knows_sizes(matrices)))
    return defer("matrix_rank", {x}, options, DType::i32);
  const Tensor s = singular_values(matrices);
  if (options.tol || s.shape()[-1] == 0)
    return sum(cast(s > options.tol.value_or(0), DType::i32), {.axis = -1});
  const int64_t largest = std::max(matrices.shape()[-1], matrices.shape()[-2]);
  const double relative = epsilon_of(matrices.dtype()) * static_cast<double>(largest);
  const Tensor top = max(s, {.axis = -1, .keepdims = true});
  return sum(cast(s > top * relative, DType::i32), {.axis = -1});
}

}  // namespace cornu
