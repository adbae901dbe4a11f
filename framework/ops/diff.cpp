#include "framework/ops/diff.h"

#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/ops/deferred.h"
#include "framework/ops/elementwise_ops.h"
#include "framework/ops/operators.h"
#include "framework/ops/public.h"
#include "framework/ops/reduce.h"
#include "framework/ops/reshape.h"
#include "framework/ops/strided_slice.h"

namespace cornu {

namespace {

struct Neighbours {
  Tensor before, behind;
};

Neighbours neighbours(const Tensor& x, int64_t axis) {
  return {slice_axis(x, axis, Range(0, -1)), slice_axis(x, axis, Range(1, INT64_MAX))};
}

}  // namespace

namespace ops {

Tensor diff(const Operand& a, const DiffOptions& options) {
  if (a.is_symbolic()) return record_symbolic("diff", {a}, options);
  if (options.n < 0) fail<ValueError>("diff: n is ", options.n, "; it must not be negative.");
  Tensor y = a.tensor();
  if (options.n == 0) return y;
  if (any_unranked(y)) return defer("diff", {y}, options, y.dtype());
  const int64_t axis = normalize_axis("diff", options.axis, y.ndim());
  for (int64_t i = 0; i < options.n && y.shape()[axis] != 0; ++i) {
    const auto [before, behind] = neighbours(y, axis);
    y = y.dtype() == DType::boolean ? not_equal(behind, before) : behind - before;
  }
  return y;
}

Tensor trapezoid(const Operand& y, const std::optional<Operand>& x,
                 const TrapezoidOptions& options) {
  if (y.is_symbolic() || (x && x->is_symbolic()))
    return record_symbolic("trapezoid", {y, x}, options);
  const DType dtype = to_floating(y.tensor().dtype());
  const Tensor samples = y.as(dtype);
  if (any_unranked(samples) || (x && any_unranked(*x)))
    return x ? defer("trapezoid", {samples, *x}, options, dtype)
             : defer("trapezoid", {samples}, options, dtype);
  const int64_t axis = normalize_axis("trapezoid", options.axis, samples.ndim());
  const auto [before, behind] = neighbours(samples, axis);
  const Tensor heights = before + behind;
  if (!x && !options.x) return sum(heights, {.axis = Axes(axis)}) * (options.dx / 2);
  const Device device = samples.device();
  Tensor places = x ? x->as(dtype, device) : to_device(cast(constant(*options.x), dtype), device);
  if (places.ndim() == 1) {  // alike for all lines
    Shape shape;
    for (int64_t i = 0; i < samples.ndim(); ++i) shape.push_back(i == axis ? places.shape()[0] : 1);
    places = reshape(places, {.newshape = shape});
  }
  const Tensor steps = diff(places, {.axis = axis - samples.ndim()});
  return sum(heights * steps, {.axis = Axes(axis)}) * 0.5;
}

}  // namespace ops

}  // namespace cornu
