#include "framework/ops/correlate.h"

#include <algorithm>

#include "framework/ops/clip.h"
#include "framework/ops/conv.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/flip.h"
#include "framework/ops/matmul.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/transpose.h"

namespace cornu {

namespace {

/// Where the second overlaps fully, which is not longer.
Tensor correlate_valid(const Tensor& x1, const Tensor& x2) {
  const Tensor y = ops::conv(ops::reshape(x1, {.newshape = {1, x1.size(), 1}}),
                             ops::reshape(x2, {.newshape = {x2.size(), 1, 1}}));
  return ops::reshape(y, {.newshape = {-1}});
}

}  // namespace

namespace ops {

Tensor correlate(const Operand& x1, const Operand& x2, const CorrelateOptions& options) {
  if (any_symbolic(x1, x2)) return record_symbolic("correlate", {x1, x2}, options);
  const Operand both[] = {x1, x2};
  const DType dtype = elementwise_operand_dtype(ElementwiseKind::wide, result_type(both));
  const Tensor a = x1.as(dtype, device_of(both)), b = x2.as(dtype, device_of(both));
  if (!a.shape().known() || !b.shape().known()) return defer("correlate", {a, b}, options, dtype);
  if (a.ndim() != 1 || b.ndim() != 1 || a.size() == 0 || b.size() == 0)
    fail<ShapeError>("correlate: x1 ", a.spec(), " and x2 ", b.spec(),
                     " must be 1-D and have elements.");
  const int64_t n = a.size(), m = b.size();
  if (options.mode == CorrelateMode::valid)
    return n >= m ? correlate_valid(a, b) : flip(correlate_valid(b, a));
  const Tensor full = correlate_valid(pad_general(a, {{m - 1}, {m - 1}, {0}}), b);
  if (options.mode == CorrelateMode::full) return full;
  const int64_t size = std::max(n, m), first = (n + m - 1 - size) / 2;
  return slice_axis(full, 0, Range(first, first + size));
}

Tensor corrcoef(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("corrcoef", {x});
  const DType dtype = elementwise_operand_dtype(ElementwiseKind::wide, x.tensor().dtype());
  Tensor t = x.as(dtype);
  if (any_unranked(t)) return defer("corrcoef", {t}, {}, dtype);
  if (t.ndim() != 1 && t.ndim() != 2)
    fail<ShapeError>("corrcoef: x must be [variables, values], not ", t.spec(), ".");
  if (t.ndim() == 1) t = expand_dims(t, {.axis = 0});
  t = t - mean(t, {.axis = 1, .keepdims = true});
  const Tensor products = matmul(t, transpose(t));
  const Tensor lengths = sqrt(sum(square(t), {.axis = 1, .keepdims = true}));
  const Tensor y = clip(products / matmul(lengths, transpose(lengths)), {-1, 1});
  return x.tensor().ndim() == 1 ? reshape(y, {.newshape = {}}) : y;
}

}  // namespace ops

}  // namespace cornu
