#include "framework/ops/segment_reduce.h"

#include <algorithm>

#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/take.h"
#include "framework/ops/where.h"
#include "framework/runtime/apply.h"

namespace cornu {

namespace {

std::vector<Spec> infer(const InferArgs& args) {
  const Spec &data = args.in[0], &ids = args.in[1];
  const int64_t count = args.as<SegmentAttrs>().num_segments;
  if (count < 0) fail<ValueError>("segment_reduce: num_segments is ", count, ".");
  if (!data.shape.ranked()) return {data};
  const bool vector = !ids.shape.ranked() || ids.shape.ndim() == 1;
  const bool rows =
      data.shape.ndim() > 0 && (!vector || !ids.shape.ranked() || ids.shape[0] == unknown ||
                                data.shape[0] == unknown || ids.shape[0] == data.shape[0]);
  if (!vector || !rows)
    fail<ShapeError>("segment_reduce: ids ", ids, " are not one for each row of ", data, ".");
  return {{data.dtype, Shape{count} + data.shape.sub(1), data.device}};
}

Tensor reduce(SegmentReduction reduction, const Tensor& data, const Tensor& ids, int64_t count) {
  return apply_one(segment_reduce_def, {data, ids}, SegmentAttrs{reduction, count});
}

/// Each row's segment of `segments`; zeros where its id is negative.
Tensor rows_of(const Tensor& segments, const Tensor& ids) {
  const Tensor kept = ids >= 0;
  const Tensor rows = ops::take(segments, ops::where(kept, ids, 0), {.axis = 0});
  Shape column{ids.shape()[0]};
  for (int64_t axis = 1; axis < segments.ndim(); ++axis) column.push_back(1);
  return ops::where(ops::reshape(kept, {.newshape = column}), rows, 0);
}

/// A factor's share of dy is the product of the others: of the whole divided by it, or where it
/// alone is 0 of those that are not.
Tensor prod_vjp(const Tensor& data, const Tensor& ids, const Tensor& dy, int64_t count) {
  const Tensor zero = ops::equal(data, 0);
  const Tensor zeros = reduce(SegmentReduction::sum, ops::cast(zero, data.dtype()), ids, count);
  const Tensor others = ops::where(zero, 1, data);
  const Tensor product = reduce(SegmentReduction::prod, others, ids, count);
  const Tensor at_zero = rows_of(dy * ops::where(zeros < 1.5, product, 0), ids);
  const Tensor elsewhere = rows_of(dy * ops::where(zeros < 0.5, product, 0), ids) / others;
  return ops::where(zero, at_zero, elsewhere);
}

Tensors vjp(const VjpArgs& args) {
  const auto [reduction, count] = args.as<SegmentAttrs>();
  const Tensor &data = args.in[0], &ids = args.in[1], &dy = args.dout[0];
  if (count == 0) return {zeros_like(data), Tensor()};
  if (reduction == SegmentReduction::sum) return {rows_of(dy, ids), Tensor()};
  if (reduction == SegmentReduction::prod) return {prod_vjp(data, ids, dy, count), Tensor()};
  const Tensor chosen = ops::cast(ops::equal(data, rows_of(args.out[0], ids)), dy.dtype());
  const Tensor ties = reduce(SegmentReduction::sum, chosen, ids, count);
  return {chosen * rows_of(dy / ops::maximum(ties, 1), ids), Tensor()};
}

Tensor segment(std::string_view name, SegmentReduction reduction, const Operand& data,
               const Operand& segment_ids, const SegmentOptions& options) {
  if (any_symbolic(data, segment_ids)) return record_symbolic(name, {data, segment_ids}, options);
  Tensor rows = data.tensor(), ids = segment_ids.tensor();
  if (!is_integer(ids.dtype())) ids = ops::cast(ids, DType::i32);
  if (ids.shape().ranked() && ids.ndim() != 1)
    fail<ShapeError>(name, ": segment_ids must be 1-D, not ", ids.spec(),
                     ".\n  hint: flatten them and the same axes of data.");
  const int64_t count =
      options.num_segments ? *options.num_segments : count_of_ids(name, ids, "num_segments");
  return reduce(reduction, rows, ids, count);
}

}  // namespace

int64_t count_of_ids(std::string_view op, const Tensor& ids, std::string_view option) {
  if (!ids.is_concrete())
    fail<ValueError>(op, ": the size of the result depends on elements of ", ids.spec(),
                     ", which a traced program does not know.\n  hint: give ", option, ".");
  return ids.size() == 0 ? 0 : std::max<int64_t>(0, ops::max(ids).item<int64_t>() + 1);
}

constinit const OpDef segment_reduce_def{.name = "segment_reduce",
                                         .doc = "Reduces rows that have the same id.",
                                         .inputs = {{"data", kNumeric}, {"segment_ids", kInteger}},
                                         .attrs = attrs_of<SegmentAttrs>,
                                         .infer = infer,
                                         .vjp = vjp};

namespace ops {

Tensor segment_sum(const Operand& data, const Operand& segment_ids, const SegmentOptions& options) {
  return segment("segment_sum", SegmentReduction::sum, data, segment_ids, options);
}
Tensor segment_max(const Operand& data, const Operand& segment_ids, const SegmentOptions& options) {
  return segment("segment_max", SegmentReduction::max, data, segment_ids, options);
}
Tensor segment_min(const Operand& data, const Operand& segment_ids, const SegmentOptions& options) {
  return segment("segment_min", SegmentReduction::min, data, segment_ids, options);
}
Tensor segment_prod(const Operand& data, const Operand& segment_ids,
                    const SegmentOptions& options) {
  return segment("segment_prod", SegmentReduction::prod, data, segment_ids, options);
}

}  // namespace ops

}  // namespace cornu
