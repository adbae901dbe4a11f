#include "framework/ops/histogram.h"

#include <algorithm>

#include "framework/ops/arange.h"
#include "framework/ops/broadcast_to.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/searchsorted.h"
#include "framework/ops/segment_reduce.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/where.h"

namespace cornu {

namespace {

/// Each element's number among the counts of all rows of `width`.
Tensor numbers_in_rows(const Tensor& x, int64_t width) {
  if (x.ndim() == 1) return x;
  const int64_t rows = x.shape()[0];
  const Tensor row = to_device(ops::arange(rows, {}, {}, {.dtype = x.dtype()}), x.device());
  const Tensor numbers = x + ops::reshape(row, {.newshape = {rows, 1}}) * width;
  return ops::reshape(numbers, {.newshape = {-1}});
}

}  // namespace

namespace ops {

Tensor bincount(const Operand& x, const std::optional<Operand>& weights,
                const BincountOptions& options) {
  if (x.is_symbolic() || (weights && weights->is_symbolic()))
    return record_symbolic("bincount", {x, weights}, options);
  if (options.sparse)
    fail<ValueError>("bincount: sparse tensors do not exist here.\n  hint: leave sparse out.");
  Tensor t = x.tensor();
  if (t.dtype() != DType::i64) t = cast(t, DType::i32);
  if (!t.is_concrete())
    fail<ValueError>("bincount: the size of the result depends on elements of ", t.spec(),
                     ", which a traced program does not know.\n  hint: segment_sum of ones has as "
                     "many counts as num_segments says.");
  if (t.ndim() != 1 && t.ndim() != 2)
    fail<ShapeError>("bincount: x must be 1-D or 2-D, not ", t.spec(), ".");
  if (t.size() > 0 && min(t).item<int64_t>() < 0)
    fail<ValueError>("bincount: x holds ", min(t).item<int64_t>(), "; it must not be negative.");
  const int64_t width = std::max(options.minlength, count_of_ids("bincount", t, "minlength"));
  Tensor each;
  if (weights || options.weights) {
    const Tensor given = weights
                             ? weights->tensor()
                             : to_device(cast(constant(*options.weights), DType::f32), t.device());
    each = cast(given, promote(x.tensor().dtype(), given.dtype()));
    if (!(each.shape() == t.shape()))
      fail<ShapeError>("bincount: weights ", each.spec(), " are not one for each element of ",
                       t.spec(), ".");
  } else {
    each = broadcast_to(Operand(1).as(DType::i32, t.device()), {.shape = t.shape()});
  }
  const int64_t rows = t.ndim() == 2 ? t.shape()[0] : 1;
  const Tensor y = segment_sum(reshape(each, {.newshape = {-1}}), numbers_in_rows(t, width),
                               {.num_segments = rows * width});
  return t.ndim() == 2 ? reshape(y, {.newshape = {rows, width}}) : y;
}

Tensors histogram(const Operand& x, const HistogramOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("histogram"), {{x}, {}}, options);
  const Tensor t = x.tensor();
  if (options.bins < 1)
    fail<ValueError>("histogram: bins is ", options.bins, "; it must be at least 1.");
  if (options.range && options.range->second < options.range->first)
    fail<ValueError>("histogram: range goes from ", options.range->first, " down to ",
                     options.range->second, ".");
  if (t.shape().ranked() && t.ndim() != 1)
    fail<ShapeError>("histogram: x must be 1-D, not ", t.spec(), ".");
  const DType work = is_floating(t.dtype()) ? t.dtype() : DType::f64;
  const auto bound = [&](double given, Tensor (*extreme)(const Operand&, const ExtremumOptions&)) {
    return options.range ? Operand(given).as(work, t.device()) : cast(extreme(t, {}), work);
  };
  const auto [first, second] = options.range.value_or(std::pair(0.0, 0.0));
  const Tensor lowest = bound(first, min), highest = bound(second, max);
  const Tensor bounds = cast(linspace(lowest, highest, {.num = options.bins + 1}), t.dtype());
  const Tensor counted = logical_and(t >= lowest, t <= highest);
  const Tensor bin = searchsorted(slice_axis(bounds, 0, Range(1, -1)), t, {.side = "right"});
  const Tensor ones = cast(counted, t.dtype());
  return {segment_sum(ones, where(counted, bin, -1), {.num_segments = options.bins}), bounds};
}

}  // namespace ops

}  // namespace cornu
