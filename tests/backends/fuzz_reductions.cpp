#include <algorithm>

#include "framework/ops/argmax.h"
#include "framework/ops/ops.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

/// Long lines and short ones, many and few, beside small shapes.
Shape reducible(Dice& dice) {
  if (dice(0, 9) == 0) return {dice(1, 3), dice(5'000, 30'000)};
  if (dice(0, 29) == 0) return {dice(100'000, 200'000)};
  if (dice(0, 9) == 0) return {dice(500, 3'000), dice(1, 70)};
  return any_shape(dice);
}

ReduceOptions some_axes(Dice& dice, int64_t ndim) {
  ReduceOptions options{.keepdims = dice.coin()};
  const int64_t kind = dice(0, 3);
  if (kind == 1 && ndim > 0) options.axis = any_axis(dice, ndim);
  if (kind > 1) options.axis = Axes(any_axes(dice, ndim));
  return options;
}

/// How many elements become one.
double terms(const Shape& shape, const ReduceOptions& options) {
  double product = 1;
  for (const int64_t axis : options.axis.normalized("", shape.ndim()))
    product *= count(shape[axis]);
  return product + 1;
}

/// Of one sign, so that rounding is small beside the sum.
Sample sum(Dice& dice, DType dtype) {
  const Shape shape = reducible(dice);
  const ReduceOptions options = some_axes(dice, shape.ndim());
  const Tensor x = numbers(dice, shape, dtype);
  return {.in = {is_floating(dtype) ? spoiled(dice, ops::abs(x)) : x},
          .attrs = options,
          .terms = terms(shape, options)};
}

/// Around 1 and -1, so that products neither vanish nor leave the range of halves.
Sample prod(Dice& dice, DType dtype) {
  const Shape shape = reducible(dice);
  const ReduceOptions options = some_axes(dice, shape.ndim());
  Sample s{.attrs = options, .terms = terms(shape, options)};
  if (is_floating(dtype)) {
    const Tensor x = numbers(dice, shape, DType::f32);
    s.in = {ops::cast(ops::where(x < 0, -1.0, 1.0) + x / 200, dtype)};
    s.most = 8;
  } else {
    s.in = {integers(dice, shape, dtype, -1, 1)};
  }
  return s;
}

/// Any elements, NaN and infinities too; what is reduced is never empty.
Sample extremum(Dice& dice, DType dtype) {
  Shape shape = reducible(dice);
  const ReduceOptions options = some_axes(dice, shape.ndim());
  for (const int64_t axis : options.axis.normalized("", shape.ndim()))
    shape[axis] = std::max<int64_t>(shape[axis], 1);
  const auto elements = dice.coin() ? numbers : anything;
  return {.in = {elements(dice, shape, dtype)}, .attrs = options, .most = 0};
}

Sample truth(Dice& dice, DType dtype) {
  const Shape shape = reducible(dice);
  const ReduceOptions options = some_axes(dice, shape.ndim());
  // mostly true, mostly false, or mixed
  const Tensor x = numbers(dice, shape, DType::f32);
  const double least[] = {-0.99, 0.99, 0};
  return {.in = {ops::cast(x > least[dice(0, 2)], dtype)}, .attrs = options, .most = 0};
}

Sample place(Dice& dice, DType dtype) {
  Shape shape = reducible(dice);
  ArgmaxOptions options{.keepdims = dice.coin()};
  if (shape.ndim() > 0 && dice(0, 2)) options.axis = any_axis(dice, shape.ndim());
  for (int64_t axis = 0; axis < shape.ndim(); ++axis)
    if (shape[axis] == 0 &&
        (!options.axis || axis == (*options.axis + shape.ndim()) % shape.ndim()))
      shape[axis] = 1;
  const auto elements = dice.coin() ? numbers : anything;
  return {.in = {elements(dice, shape, dtype)}, .attrs = options};
}

}  // namespace

std::vector<Generator> reduction_calls() {
  return {{"all", truth, 120},    {"any", truth, 120},    {"argmax", place, 200},
          {"argmin", place, 200}, {"max", extremum, 200}, {"mean", sum, 200},
          {"min", extremum, 200}, {"prod", prod, 200},    {"sum", sum, 300}};
}

}  // namespace cornu::fuzz
