#include "framework/ops/products.h"

#include <algorithm>
#include <numeric>

#include "framework/base/error.h"
#include "framework/ops/deferred.h"
#include "framework/ops/matmul.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reshape.h"
#include "framework/ops/transpose.h"

namespace cornu {

Json FieldTraits<ContractedAxes>::to_json(const ContractedAxes& value) {
  if (!value.listed()) return value.count();
  using List = FieldTraits<std::vector<int64_t>>;
  return Json::Array{List::to_json(value.first()), List::to_json(value.second())};
}

ContractedAxes FieldTraits<ContractedAxes>::from_json(const Json& json,
                                                      const ReadContext& context) {
  if (!json.is_array()) return FieldTraits<int64_t>::from_json(json, context);
  if (json.size() != 2) fail_at(json, "axes: there must be two lists, one for each operand.");
  const auto list = [&](const Json& axes) {
    if (!axes.is_array())
      return std::vector<int64_t>{FieldTraits<int64_t>::from_json(axes, context)};
    return FieldTraits<std::vector<int64_t>>::from_json(axes, context);
  };
  return {list(json[0]), list(json[1])};
}

size_t FieldTraits<ContractedAxes>::hash(const ContractedAxes& value) {
  using List = FieldTraits<std::vector<int64_t>>;
  return FieldTraits<int64_t>::hash(value.count()) ^ List::hash(value.first()) ^
         List::hash(value.second()) * 31;
}

Json FieldTraits<ContractedAxes>::schema() {
  return Json::object().set(
      "anyOf", Json::Array{FieldTraits<int64_t>::schema(), Json::object().set("type", "array")});
}

namespace ops {

namespace {

Tensors pair_of(const Operand& x1, const Operand& x2) { return OperandList{x1, x2}.promoted(); }

Tensor flat(const Tensor& x) { return reshape(x, {.newshape = {-1}}); }

int64_t size_of_axes(const Tensor& x, const std::vector<int64_t>& axes) {
  int64_t size = 1;
  for (const int64_t axis : axes) {
    if (x.shape()[axis] == unknown)
      fail<ShapeError>("tensordot: the size of axis ", axis, " of ", x.spec(), " is not known.");
    size *= x.shape()[axis];
  }
  return size;
}

/// The axes that are not among those, whose sizes stay.
std::vector<int64_t> others(int64_t ndim, const std::vector<int64_t>& axes) {
  std::vector<int64_t> out;
  for (int64_t axis = 0; axis < ndim; ++axis)
    if (std::find(axes.begin(), axes.end(), axis) == axes.end()) out.push_back(axis);
  return out;
}

std::vector<int64_t> normalized(const std::vector<int64_t>& axes, int64_t ndim) {
  std::vector<int64_t> out;
  for (const int64_t axis : axes) out.push_back(normalize_axis("tensordot", axis, ndim));
  std::vector<int64_t> sorted = out;
  std::sort(sorted.begin(), sorted.end());
  if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
    fail<ValueError>("tensordot: axis ", *twice, " is given twice.");
  return out;
}

std::pair<std::vector<int64_t>, std::vector<int64_t>> meeting(const ContractedAxes& axes,
                                                              const Tensor& a, const Tensor& b) {
  if (axes.listed()) {
    if (axes.first().size() != axes.second().size())
      fail<ValueError>("tensordot: ", axes.first().size(), " axes of x1 and ", axes.second().size(),
                       " of x2 are to meet.");
    return {normalized(axes.first(), a.ndim()), normalized(axes.second(), b.ndim())};
  }
  const int64_t count = axes.count();
  if (count < 0 || count > a.ndim() || count > b.ndim())
    fail<ValueError>("tensordot: ", count, " axes of ", a.spec(), " and ", b.spec(),
                     " cannot meet.");
  std::vector<int64_t> first(static_cast<size_t>(count)), second = first;
  std::iota(first.begin(), first.end(), a.ndim() - count);
  std::iota(second.begin(), second.end(), int64_t{0});
  return {first, second};
}

/// Sums over pairs of axes, as one product of matrices.
Tensor contracted(const Tensor& a, const Tensor& b, const ContractedAxes& axes) {
  const auto [a_axes, b_axes] = meeting(axes, a, b);
  for (size_t i = 0; i < a_axes.size(); ++i) {
    const int64_t left = a.shape()[a_axes[i]], right = b.shape()[b_axes[i]];
    if (left != right && left != unknown && right != unknown)
      fail<ShapeError>("tensordot: axis ", a_axes[i], " of ", a.spec(), " meets axis ", b_axes[i],
                       " of ", b.spec(), ", which has another size.");
  }
  std::vector<int64_t> a_order = others(a.ndim(), a_axes), b_order = b_axes;
  const std::vector<int64_t> b_rest = others(b.ndim(), b_axes);
  Shape shape;
  for (const int64_t axis : a_order) shape.push_back(a.shape()[axis]);
  for (const int64_t axis : b_rest) shape.push_back(b.shape()[axis]);
  a_order.insert(a_order.end(), a_axes.begin(), a_axes.end());
  b_order.insert(b_order.end(), b_rest.begin(), b_rest.end());
  const int64_t sums = size_of_axes(a, a_axes);
  const Tensor left = reshape(transpose(a, {.axes = a_order}),
                              {.newshape = {size_of_axes(a, others(a.ndim(), a_axes)), sums}});
  const Tensor right =
      reshape(transpose(b, {.axes = b_order}), {.newshape = {sums, size_of_axes(b, b_rest)}});
  return reshape(matmul(left, right), {.newshape = shape});
}

}  // namespace

Tensor dot(const Operand& x1, const Operand& x2) {
  if (any_symbolic(x1, x2)) return record_symbolic("dot", {x1, x2});
  const Tensors both = pair_of(x1, x2);
  const Tensor &a = both[0], &b = both[1];
  if (any_unranked(a, b)) return defer("dot", {a, b}, {}, a.dtype());
  if (a.ndim() == 0 || b.ndim() == 0) return a * b;
  if (b.ndim() <= 2) return matmul(a, b);
  return contracted(a, b, ContractedAxes({a.ndim() - 1}, {b.ndim() - 2}));
}

Tensor inner(const Operand& x1, const Operand& x2) {
  if (any_symbolic(x1, x2)) return record_symbolic("inner", {x1, x2});
  const Tensors both = pair_of(x1, x2);
  const Tensor &a = both[0], &b = both[1];
  if (any_unranked(a, b)) return defer("inner", {a, b}, {}, a.dtype());
  if (a.ndim() == 0 || b.ndim() == 0) return a * b;
  return contracted(a, b, ContractedAxes({-1}, {-1}));
}

Tensor outer(const Operand& x1, const Operand& x2) {
  if (any_symbolic(x1, x2)) return record_symbolic("outer", {x1, x2});
  const Tensors both = pair_of(x1, x2);
  if (any_unranked(both[0], both[1]))
    return defer("outer", {both[0], both[1]}, {}, both[0].dtype());
  return reshape(flat(both[0]), {.newshape = {-1, 1}}) * flat(both[1]);
}

Tensor vdot(const Operand& x1, const Operand& x2) {
  if (any_symbolic(x1, x2)) return record_symbolic("vdot", {x1, x2});
  const Tensors both = pair_of(x1, x2);
  if (any_unranked(both[0], both[1])) return defer("vdot", {both[0], both[1]}, {}, both[0].dtype());
  return matmul(flat(both[0]), flat(both[1]));
}

Tensor tensordot(const Operand& x1, const Operand& x2, const TensordotOptions& options) {
  if (any_symbolic(x1, x2)) return record_symbolic("tensordot", {x1, x2}, options);
  const Tensors both = pair_of(x1, x2);
  if (any_unranked(both[0], both[1]))
    return defer("tensordot", {both[0], both[1]}, options, both[0].dtype());
  return contracted(both[0], both[1], options.axes);
}

Tensor kron(const Operand& x1, const Operand& x2) {
  if (any_symbolic(x1, x2)) return record_symbolic("kron", {x1, x2});
  const Tensors both = pair_of(x1, x2);
  const Tensor &a = both[0], &b = both[1];
  if (any_unranked(a, b)) return defer("kron", {a, b}, {}, a.dtype());
  const int64_t ndim = std::max(a.ndim(), b.ndim());
  Shape spread_a, spread_b, merged;
  for (int64_t axis = 0; axis < ndim; ++axis) {
    const int64_t of_a = axis - (ndim - a.ndim()), of_b = axis - (ndim - b.ndim());
    const int64_t left = of_a < 0 ? 1 : a.shape()[of_a], right = of_b < 0 ? 1 : b.shape()[of_b];
    spread_a.push_back(left), spread_a.push_back(1);
    spread_b.push_back(1), spread_b.push_back(right);
    merged.push_back(left == unknown || right == unknown ? unknown : left * right);
  }
  return reshape(reshape(a, {.newshape = spread_a}) * reshape(b, {.newshape = spread_b}),
                 {.newshape = merged});
}

}  // namespace ops

}  // namespace cornu
