#include "framework/ops/unique.h"

#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/cumsum.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/operators.h"
#include "framework/ops/pad.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/searchsorted.h"
#include "framework/ops/sort.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/take.h"
#include "framework/ops/transpose.h"
#include "framework/ops/where.h"

namespace cornu {

namespace {

/// The slices along `axis` as rows.
Tensor slices_as_rows(const Tensor& x, int64_t axis) {
  std::vector<int64_t> order = {axis};
  int64_t width = 1;
  for (int64_t i = 0; i < x.ndim(); ++i)
    if (i != axis) {
      if (x.shape()[i] == unknown)
        fail<ShapeError>("unique: of ", x.spec(), " axis ", i, ", which is not the one that is ",
                         "compared along, must have a known size.");
      order.push_back(i);
      width *= x.shape()[i];
    }
  const Tensor moved = ops::transpose(x, {.axes = order});
  return x.ndim() == 1 ? x : ops::reshape(moved, {.newshape = {x.shape()[axis], width}});
}

/// The order of elements, or of rows by their first differing column.
Tensor sorting_order(const Tensor& rows) {
  if (rows.ndim() == 1) return ops::argsort(rows);
  const int64_t width = rows.shape()[1];
  if (width == 0) return ops::argsort(ops::sum(rows, {.axis = 1}));
  Tensor order;
  for (int64_t column = width - 1; column >= 0; --column) {
    const Tensor keys = ops::reshape(slice_axis(rows, 1, Range(column, column + 1)),
                                     {.newshape = {rows.shape()[0]}});
    order = order.defined()
                ? ops::take(order, ops::argsort(ops::take(keys, order, {.axis = 0})), {.axis = 0})
                : ops::argsort(keys);
  }
  return order;
}

/// Of sorted elements or rows: whether each differs from the one before it.
Tensor is_new(const Tensor& sorted) {
  if (sorted.shape()[0] == 0)
    return zeros_like(ops::cast(ops::reshape(sorted, {.newshape = {0}}), DType::boolean));
  Tensor differs = ops::not_equal(slice_axis(sorted, 0, Range(1, INT64_MAX)),
                                  slice_axis(sorted, 0, Range(0, -1)));
  if (sorted.ndim() > 1) differs = ops::any(differs, {.axis = 1});
  return pad_general(differs, {{1}, {0}, {0}, 1.0});
}

/// Of the different ones: where each comes first, which of them each element is, how often it is.
struct Found {
  Tensor index, inverse, counts;
};

/// Of those with these `numbers`, as groups of equal ones are sorted, or as they come. Where a
/// number is not `valid` there are not so many.
Found find(const Tensor& order, const Tensor& fresh, const Tensor& numbers, const Tensor& valid,
           bool sorted) {
  using namespace ops;
  const Tensor back = argsort(order), started = cumsum(cast(fresh, DType::i32));
  const Tensor group = started - 1;
  if (sorted) {
    const Tensor first = searchsorted(group, numbers);
    const Tensor behind = searchsorted(group, numbers, {.side = "right"});
    return {take(order, where(valid, first, 0)), take(group, back), behind - first};
  }
  const Tensor first = searchsorted(group, group);  // of each one's group
  const Tensor size = searchsorted(group, group, {.side = "right"}) - first;
  const Tensor seen = cumsum(cast(take(fresh, back), DType::i32));
  const Tensor index = where(valid, searchsorted(seen, numbers + 1), 0);
  return {index, take(seen, take(take(order, first), back)) - 1, take(take(size, back), index)};
}

}  // namespace

namespace ops {

Tensors unique(const Operand& x, const UniqueOptions& options) {
  if (x.is_symbolic()) return record_symbolic_call(public_op("unique"), {{x}, {}}, options);
  Tensor t = x.tensor();
  if (!options.size && !t.is_concrete())
    fail<ValueError>("unique: how many elements of ", t.spec(),
                     " differ is not known in a traced program.\n  hint: give size.");
  if (!t.shape().ranked()) fail<ShapeError>("unique: the rank of x must be known.");
  const Shape whole = t.shape();
  if (!options.axis) t = reshape(t, {.newshape = {-1}});
  const int64_t axis = normalize_axis("unique", options.axis.value_or(0), t.ndim());
  const Tensor rows = slices_as_rows(t, axis), order = sorting_order(rows);
  const Tensor fresh = is_new(take(rows, order, {.axis = 0}));
  const Tensor there = sum(cast(fresh, DType::i32));
  const int64_t count = options.size ? *options.size : there.item<int64_t>();
  const Tensor numbers = to_device(arange(count, {}, {}, {.dtype = DType::i32}), t.device());
  const Tensor valid = numbers < there;
  const Found found = find(order, fresh, numbers, valid, options.sorted);
  Tensors out = {take(t, found.index, {.axis = axis})};
  if (options.size) {
    Shape along{count};
    for (int64_t i = axis + 1; i < t.ndim(); ++i) along.push_back(1);
    out[0] = where(reshape(valid, {.newshape = along}), out[0],
                   Operand(options.fill_value.value_or(0)).as(t.dtype(), t.device()));
  }
  if (options.return_index) out.push_back(where(valid, found.index, 1));  // as TensorFlow
  if (options.return_inverse)
    out.push_back(options.axis ? found.inverse : reshape(found.inverse, {.newshape = whole}));
  if (options.return_counts) out.push_back(where(valid, found.counts, 0));
  return out;
}

Tensor isin(const Operand& x1, const Operand& x2, const IsinOptions& options) {
  if (any_symbolic(x1, x2)) return record_symbolic("isin", {x1, x2}, options);
  const Tensors both = OperandList{x1, x2}.promoted();
  const Tensor list = reshape(both[1], {.newshape = {-1}});
  const int64_t size = list.shape()[0];
  Tensor found;
  if (size == 0) {
    found = logical_and(equal(both[0], both[0]), false);
  } else if (size == unknown) {
    const Tensor each = expand_dims(both[0], {.axis = -1});
    found = any(equal(each, list), {.axis = -1});
  } else {
    const Tensor sorted = sort(list);
    found = equal(take(sorted, minimum(searchsorted(sorted, both[0]), size - 1)), both[0]);
  }
  return options.invert ? logical_not(found) : found;
}

}  // namespace ops

}  // namespace cornu
