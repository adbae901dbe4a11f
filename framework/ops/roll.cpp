#include "framework/ops/roll.h"

#include <algorithm>
#include <numeric>

#include "framework/base/error.h"
#include "framework/ops/concatenate.h"
#include "framework/ops/deferred.h"
#include "framework/ops/flip.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"
#include "framework/ops/transpose.h"

namespace cornu::ops {

namespace {

Tensor rolled(const Tensor& x, int64_t shift, int64_t axis) {
  const int64_t size = x.shape()[axis];
  if (size == unknown)
    fail<ShapeError>("roll: the size of axis ", axis, " of ", x.spec(), " is not known.");
  if (size == 0) return x;
  const int64_t first = (size - shift % size) % size;  // the element that then stands at 0
  if (first == 0) return x;
  return concatenate({slice_axis(x, axis, {first, size}), slice_axis(x, axis, {0, first})},
                     {.axis = axis});
}

std::vector<int64_t> in_order(std::string_view op, const Axes& axes, int64_t ndim) {
  std::vector<int64_t> out;
  for (const int64_t axis : axes.given()) out.push_back(normalize_axis(op, axis, ndim));
  return out;
}

Tensor flipped(std::string_view op, const Operand& x, int64_t axis) {
  if (x.is_symbolic()) return record_symbolic(op, {x});
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer(op, {tensor}, {}, tensor.dtype());
  if (tensor.ndim() <= axis)
    fail<ShapeError>(op, ": x needs at least ", axis + 1, axis == 0 ? " axis" : " axes", ", got ",
                     tensor.spec(), ".");
  return flip(tensor, {.axis = Axes(axis)});
}

}  // namespace

Tensor roll(const Operand& x, const RollOptions& options) {
  if (x.is_symbolic()) return record_symbolic("roll", {x}, options);
  Tensor y = x.tensor();
  if (any_unranked(y)) return defer("roll", {y}, options, y.dtype());
  const std::vector<int64_t>& shifts = options.shift.given();
  if (options.axis.all()) {
    const int64_t all_shifts = std::accumulate(shifts.begin(), shifts.end(), int64_t{0});
    const Tensor flat = rolled(reshape(y, {.newshape = {-1}}), all_shifts, 0);
    return reshape(flat, {.newshape = y.shape()});
  }
  const std::vector<int64_t> axes = in_order("roll", options.axis, y.ndim());
  if (shifts.size() != 1 && axes.size() != 1 && shifts.size() != axes.size())
    fail<ValueError>("roll: there are ", shifts.size(), " shifts for ", axes.size(), " axes.");
  for (size_t i = 0; i < std::max(shifts.size(), axes.size()); ++i)
    y = rolled(y, shifts[shifts.size() == 1 ? 0 : i], axes[axes.size() == 1 ? 0 : i]);
  return y;
}

Tensor rot90(const Operand& x, const Rot90Options& options) {
  if (x.is_symbolic()) return record_symbolic("rot90", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer("rot90", {tensor}, options, tensor.dtype());
  if (tensor.ndim() < 2)
    fail<ShapeError>("rot90: x needs at least 2 axes, got ", tensor.spec(), ".");
  if (options.axes.size() != 2)
    fail<ValueError>("rot90: axes must be two, not ", options.axes.size(), ".");
  const int64_t first = normalize_axis("rot90", options.axes[0], tensor.ndim());
  const int64_t second = normalize_axis("rot90", options.axes[1], tensor.ndim());
  if (first == second) fail<ValueError>("rot90: axis ", first, " is given twice.");
  const Tensor turned = swapaxes(tensor, {.axis1 = first, .axis2 = second});
  switch ((options.k % 4 + 4) % 4) {
    case 1:
      return flip(turned, {.axis = Axes(first)});
    case 2:
      return flip(tensor, {.axis = Axes{first, second}});
    case 3:
      return flip(turned, {.axis = Axes(second)});
    default:
      return tensor;
  }
}

Tensor moveaxis(const Operand& x, const MoveaxisOptions& options) {
  if (x.is_symbolic()) return record_symbolic("moveaxis", {x}, options);
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer("moveaxis", {tensor}, options, tensor.dtype());
  const int64_t ndim = tensor.ndim();
  const std::vector<int64_t> from = in_order("moveaxis", options.source, ndim),
                             to = in_order("moveaxis", options.destination, ndim);
  (void)options.source.normalized("moveaxis", ndim);  // each once
  (void)options.destination.normalized("moveaxis", ndim);
  if (from.size() != to.size())
    fail<ValueError>("moveaxis: source names ", from.size(), " axes, destination ", to.size(), ".");
  std::vector<int64_t> axes;
  for (int64_t axis = 0; axis < ndim; ++axis)
    if (std::find(from.begin(), from.end(), axis) == from.end()) axes.push_back(axis);
  std::vector<std::pair<int64_t, int64_t>> moves;
  for (size_t i = 0; i < from.size(); ++i) moves.emplace_back(to[i], from[i]);
  std::sort(moves.begin(), moves.end());
  for (const auto& [place, axis] : moves) axes.insert(axes.begin() + place, axis);
  return transpose(tensor, {.axes = axes});
}

Tensor ravel(const Operand& x) {
  if (x.is_symbolic()) return record_symbolic("ravel", {x});
  const Tensor tensor = x.tensor();
  if (any_unranked(tensor)) return defer("ravel", {tensor}, {}, tensor.dtype());
  return reshape(tensor, {.newshape = {-1}});
}

Tensor fliplr(const Operand& x) { return flipped("fliplr", x, 1); }
Tensor flipud(const Operand& x) { return flipped("flipud", x, 0); }

}  // namespace cornu::ops
