#include "framework/ops/loops.h"

#include "framework/base/error.h"
#include "framework/ops/arange.h"
#include "framework/ops/cast.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/creation.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/flip.h"
#include "framework/ops/operators.h"
#include "framework/ops/reshape.h"
#include "framework/ops/scan.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/while_loop.h"

namespace cornu::ops {

Tensors fori_loop(const Operand& lower, const Operand& upper,
                  const std::function<Tensors(const Tensor&, const Tensors&)>& body,
                  const Tensors& initial) {
  if (lower.is_number() && upper.is_number()) {
    const int64_t from = lower.integer(), to = std::max(from, upper.integer());
    const Device device = initial.empty() ? default_device() : initial[0].device();
    const Tensor steps = to_device(arange(from, to, {}, {.dtype = DType::i32}), device);
    return scan(
               [&](const Tensors& carries, const Tensors& in) {
                 return ScanStep{body(in[0], carries), {}};
               },
               initial, {steps})
        .carries;
  }
  const Tensor first = lower.as(DType::i32), last = upper.as(DType::i32, first.device());
  Tensors values = {first};
  values.insert(values.end(), initial.begin(), initial.end());
  const auto rest = [](const Tensors& all) { return Tensors(all.begin() + 1, all.end()); };
  const Tensors end = while_loop([&](const Tensors& now) { return now[0] < last; },
                                 [&](const Tensors& now) {
                                   Tensors next = {now[0] + 1};
                                   const Tensors made = body(now[0], rest(now));
                                   next.insert(next.end(), made.begin(), made.end());
                                   return next;
                                 },
                                 values);
  return rest(end);
}

Tensors map(const std::function<Tensors(const Tensors&)>& f, const Tensors& xs) {
  return scan(
             [&](const Tensors&, const Tensors& in) {
               return ScanStep{{}, f(in)};
             },
             {}, xs)
      .results;
}

Tensor map(const std::function<Tensor(const Tensor&)>& f, const Tensor& xs) {
  return map([&](const Tensors& in) { return Tensors{f(in[0])}; }, Tensors{xs})[0];
}

Tensors switch_case(const Operand& index, const std::vector<Branch>& branches) {
  if (branches.empty()) fail<ValueError>("switch_case: there are no branches.");
  const Tensor place = index.tensor();
  if (!is_integer(place.dtype()))
    fail<DTypeError>("switch_case: the index must be an integer, not ", place.spec(), ".");
  // Halves of the branches, down to one: a condition for each doubling.
  const std::function<Tensors(size_t, size_t)> among = [&](size_t from, size_t to) -> Tensors {
    if (to - from == 1) return branches[from]();
    const size_t middle = from + (to - from) / 2;
    return cond(
        place < static_cast<int64_t>(middle), [&, from, middle] { return among(from, middle); },
        [&, middle, to] { return among(middle, to); });
  };
  return among(0, branches.size());
}

namespace {

using Combine = std::function<Tensors(const Tensors&, const Tensors&)>;

Tensors parts_of(const Tensors& elems, int64_t axis, const Range& range) {
  Tensors out;
  for (const Tensor& elem : elems) out.push_back(slice_axis(elem, axis, range));
  return out;
}

Tensors joined(const Tensors& a, const Tensors& b, int64_t axis) {
  Tensors out;
  for (size_t i = 0; i < a.size(); ++i) out.push_back(concatenate({a[i], b[i]}, {.axis = axis}));
  return out;
}

/// a0 b0 a1 b1 …; a has as many elements as b, or one more.
Tensors interleaved(const Tensors& a, const Tensors& b, int64_t axis) {
  Tensors out;
  for (size_t i = 0; i < a.size(); ++i) {
    const int64_t pairs = b[i].shape()[axis], count = pairs + a[i].shape()[axis];
    const Tensor head = slice_axis(a[i], axis, {0, pairs});
    const Tensor both = concatenate(
        {expand_dims(head, {.axis = Axes(axis + 1)}), expand_dims(b[i], {.axis = Axes(axis + 1)})},
        {.axis = axis + 1});
    const Tensor flat = reshape(both, {.newshape = head.shape().with(axis, 2 * pairs)});
    out.push_back(
        count == 2 * pairs
            ? flat
            : concatenate({flat, slice_axis(a[i], axis, {pairs, pairs + 1})}, {.axis = axis}));
  }
  return out;
}

/// Neighbours are combined, the half as many scanned, and what lies between follows from those.
Tensors scanned(const Combine& f, const Tensors& elems, int64_t axis) {
  const int64_t count = elems[0].shape()[axis];
  if (count < 2) return elems;
  const int64_t even = count / 2 * 2;
  const Tensors pairs = f(parts_of(elems, axis, {0, even, 2}), parts_of(elems, axis, {1, even, 2}));
  const Tensors odd = scanned(f, pairs, axis);  // the results at 1, 3, 5, …
  const Tensors first = parts_of(elems, axis, {0, 1});
  if (count == 2) return joined(first, odd, axis);
  const int64_t before = (count - 1) / 2;
  const Tensors later = f(parts_of(odd, axis, {0, before}), parts_of(elems, axis, {2, count, 2}));
  return interleaved(joined(first, later, axis), odd, axis);
}

}  // namespace

Tensors associative_scan(const Combine& f, const Tensors& elems,
                         const AssociativeScanOptions& options) {
  if (elems.empty()) fail<ValueError>("associative_scan: there are no elements.");
  Tensors values = elems;
  int64_t axis = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].shape().known())
      fail<ShapeError>("associative_scan: all sizes must be known, got ", values[i].spec(), ".");
    axis = normalize_axis("associative_scan", options.axis, values[i].ndim());
    if (values[i].shape()[axis] != values[0].shape()[axis])
      fail<ShapeError>("associative_scan: the elements differ in length: ", values[0].shape()[axis],
                       " and ", values[i].shape()[axis], ".");
    if (options.reverse) values[i] = flip(values[i], {.axis = Axes(axis)});
  }
  values = scanned(f, values, axis);
  if (options.reverse)
    for (Tensor& value : values) value = flip(value, {.axis = Axes(axis)});
  return values;
}

Tensor associative_scan(const std::function<Tensor(const Tensor&, const Tensor&)>& f,
                        const Tensor& elems, const AssociativeScanOptions& options) {
  const Combine lists = [&](const Tensors& a, const Tensors& b) { return Tensors{f(a[0], b[0])}; };
  return associative_scan(lists, Tensors{elems}, options)[0];
}

}  // namespace cornu::ops
