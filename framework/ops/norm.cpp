#include "framework/ops/norm.h"

#include <cmath>
#include <limits>

#include "framework/ops/cast.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/expand_dims.h"
#include "framework/ops/linalg_def.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/transpose.h"

namespace cornu {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

Tensor root_of_squares(const Tensor& x, const Axes& axes) {
  return ops::sqrt(ops::sum(ops::square(x), {.axis = axes, .keepdims = true}));
}

// All keep their axes.
Tensor vector_norm(const Tensor& x, const NormOrder& order, const Axes& axis) {
  if (order.kind() == NormOrder::Kind::none || order.is(2)) return root_of_squares(x, axis);
  const ReduceOptions along{.axis = axis, .keepdims = true};
  if (order.is(kInfinity)) return ops::max(ops::abs(x), {.axis = axis, .keepdims = true});
  if (order.is(-kInfinity)) return ops::min(ops::abs(x), {.axis = axis, .keepdims = true});
  if (order.is(0)) return ops::sum(ops::cast(ops::not_equal(x, 0.0), x.dtype()), along);
  if (order.is(1)) return ops::sum(ops::abs(x), along);
  if (order.kind() == NormOrder::Kind::number)
    return ops::power(ops::sum(ops::power(ops::abs(x), order.number()), along), 1 / order.number());
  fail<ValueError>("norm: ord ", order, " is for matrices, and axis names one axis of vectors.");
}

Tensor spectral_norm(const Tensor& x, const NormOrder& order, int64_t row, int64_t column) {
  std::vector<int64_t> axes;
  for (int64_t axis = 0; axis < x.ndim(); ++axis)
    if (axis != row && axis != column) axes.push_back(axis);
  axes.insert(axes.end(), {row, column});
  const Tensor s = singular_values(ops::transpose(x, {.axes = axes}));
  const Axes last = -1;
  const Tensor y = order.is(2)    ? ops::max(s, {.axis = last})
                   : order.is(-2) ? ops::min(s, {.axis = last})
                                  : ops::sum(s, {.axis = last});
  return ops::expand_dims(y, {.axis = {row, column}});
}

Tensor matrix_norm(const Tensor& x, const NormOrder& order, int64_t row, int64_t column) {
  if (order.kind() == NormOrder::Kind::none || order.kind() == NormOrder::Kind::fro)
    return root_of_squares(x, {row, column});
  if (order.kind() == NormOrder::Kind::nuc || order.is(2) || order.is(-2))
    return spectral_norm(x, order, row, column);
  const bool columns = order.is(1) || order.is(-1);
  if (!columns && !order.is(kInfinity) && !order.is(-kInfinity))
    fail<ValueError>("norm: no norm of matrices has ord ", order,
                     ".\n  hint: \"fro\", \"nuc\", inf, -inf, 1, -1, 2 and -2 are there.");
  const Tensor sums =
      ops::sum(ops::abs(x), {.axis = Axes(columns ? row : column), .keepdims = true});
  const ExtremumOptions along{.axis = Axes(columns ? column : row), .keepdims = true};
  return order.number() > 0 ? ops::max(sums, along) : ops::min(sums, along);
}

}  // namespace

NormOrder::NormOrder(const std::string& name) : kind_(name == "fro" ? Kind::fro : Kind::nuc) {
  if (name != "fro" && name != "nuc")
    fail<ValueError>("norm: ord must be a number, \"fro\" or \"nuc\", not ", quote(name), ".");
}

std::string NormOrder::text() const {
  if (kind_ == Kind::fro) return "\"fro\"";
  if (kind_ == Kind::nuc) return "\"nuc\"";
  if (kind_ == Kind::none) return "null";
  return whole_ ? concat(static_cast<int64_t>(number_)) : concat(number_);
}

Json FieldTraits<NormOrder>::to_json(const NormOrder& value) {
  switch (value.kind_) {
    case NormOrder::Kind::none:
      return Json();
    case NormOrder::Kind::fro:
      return "fro";
    case NormOrder::Kind::nuc:
      return "nuc";
    default:
      return value.whole_ ? Json(static_cast<int64_t>(value.number_)) : Json(value.number_);
  }
}

NormOrder FieldTraits<NormOrder>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_null()) return {};
  if (json.is_string()) return json.as_string();
  if (json.is_int()) return FieldTraits<int64_t>::from_json(json, context);
  return FieldTraits<double>::from_json(json, context);
}

size_t FieldTraits<NormOrder>::hash(const NormOrder& value) {
  return hash_combine(static_cast<size_t>(value.kind_), hash_of(value.number_));
}

Json FieldTraits<NormOrder>::schema() {
  return Json::object().set("type", Json::Array{"number", "string", "null"});
}

namespace ops {

Tensor norm(const Operand& x, const NormOptions& options) {
  if (x.is_symbolic()) return record_symbolic("norm", {x}, options);
  const DType given = x.tensor().dtype(), dtype = to_floating(given);
  if (any_unranked(x)) return defer("norm", {x}, options, dtype);
  const Tensor t = x.as(dtype);
  std::vector<int64_t> axes = options.axis.given();
  if (options.axis.all())
    for (int64_t axis = 0; axis < t.ndim(); ++axis) axes.push_back(axis);
  if (axes.empty() || axes.size() > 2)
    fail<ValueError>("norm: ", axes.size(), " axes of ", t.spec(), " hold neither vectors nor ",
                     "matrices.\n  hint: axis names one axis or two.");
  options.axis.normalized("norm", t.ndim());  // that they are there, and differ
  for (int64_t& axis : axes) axis = normalize_axis("norm", axis, t.ndim());
  const Tensor kept = axes.size() == 1 ? vector_norm(t, options.ord, Axes(axes[0]))
                                       : matrix_norm(t, options.ord, axes[0], axes[1]);
  return options.keepdims ? kept : squeeze(kept, {.axis = Axes(axes)});
}

Tensor normalize(const Operand& x, const NormalizeOptions& options) {
  if (x.is_symbolic()) return record_symbolic("normalize", {x}, options);
  if (options.order < 1)
    fail<ValueError>("normalize: order is ", options.order, "; it must be at least 1.");
  const DType dtype = to_floating(x.tensor().dtype());
  if (any_unranked(x)) return defer("normalize", {x}, options, dtype);
  Tensor t = x.as(dtype);
  if (t.ndim() == 0) t = expand_dims(t, {.axis = 0});
  const double epsilon = options.epsilon.value_or(1e-7);
  if (options.order != 2) {
    const Tensor length = norm(t, {.ord = options.order, .axis = options.axis, .keepdims = true});
    return t / maximum(length, epsilon);
  }
  const Tensor squares = sum(square(t), {.axis = options.axis, .keepdims = true});
  return t * minimum(rsqrt(squares), 1 / epsilon);
}

Tensor cdist(const Operand& x, const Operand& y) {
  if (any_symbolic(x, y)) return record_symbolic("cdist", {x, y});
  const Operand operands[] = {x, y};
  const DType dtype = to_floating(result_type(operands));
  if (any_unranked(x, y)) return defer("cdist", {x, y}, {}, dtype);
  const Tensor a = x.as(dtype), b = y.as(dtype);
  if (a.ndim() < 2 || b.ndim() < 2)
    fail<ShapeError>("cdist: vectors in rows have at least 2 axes, unlike ", a.spec(), " or ",
                     b.spec(), ".");
  const int64_t size = a.shape()[-1], other = b.shape()[-1];
  if (size != other && size != unknown && other != unknown)
    fail<ShapeError>("cdist: vectors of ", size, " and ", other, " elements: ", a.spec(), " and ",
                     b.spec(), ".");
  const Tensor apart = expand_dims(a, {.axis = -2}) - expand_dims(b, {.axis = -3});
  return sqrt(sum(square(apart), {.axis = -1}));
}

}  // namespace ops

}  // namespace cornu
