#include <algorithm>
#include <numeric>

#include "framework/backends/cpu/blocked_channels.h"
#include "framework/ops/ops.h"
#include "tests/backends/fuzz.h"

// What only moves elements moves them exactly, whatever they are.
namespace cornu::fuzz {

namespace {

Sample broadcast_to(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice);
  return {.in = {anything(dice, broadcastable(dice, shape), dtype)},
          .attrs = BroadcastToOptions{shape},
          .most = 0};
}

/// Numbers that have a value in both types, if rounded.
Sample cast(Dice& dice, DType dtype) {
  const auto to = static_cast<DType>(dice(0, kDTypeCount - 1));
  const Shape shape = any_shape(dice);
  Tensor x = anything(dice, shape, dtype);
  if (is_floating(dtype) && !is_floating(to)) {
    const double lowest = is_unsigned_integer(to) ? 60 : 0;
    x = ops::cast(numbers(dice, shape, DType::f32) * 60 + lowest, dtype);
  }
  return {.in = {x}, .attrs = CastOptions{to}, .most = 0};
}

Sample concatenate(Dice& dice, DType dtype) {
  Shape shape = any_shape(dice, 1);
  const int64_t axis = any_axis(dice, shape.ndim());
  Sample s{.attrs = ConcatenateOptions{axis}, .most = 0};
  for (int64_t parts = dice(0, 9) ? dice(1, 4) : 40; parts > 0; --parts) {
    shape[axis] = dice(0, 5);
    s.in.push_back(anything(dice, shape, dtype));
  }
  return s;
}

Sample copy(Dice& dice, DType dtype) {
  return {.in = {anything(dice, any_shape(dice), dtype)}, .most = 0};
}

Sample pad(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice);
  PadAttrs attrs{.value = dtype == DType::boolean ? 1.0 : count(dice(0, 5))};
  for (int64_t axis = 0; axis < shape.ndim(); ++axis) {
    attrs.low.push_back(dice(0, 2));
    attrs.high.push_back(dice(0, 2));
    attrs.interior.push_back(dice(0, 3) == 0 ? dice(0, 2) : 0);
  }
  return {.in = {anything(dice, shape, dtype)}, .attrs = attrs, .most = 0};
}

/// From rows of elements, or blocks of channels, to either.
Sample reorder(Dice& dice, DType dtype) {
  Shape shape{dice(1, 3)};
  for (int64_t axes = dice(1, 3); axes > 0; --axes) shape.push_back(dice(1, 6));
  shape.push_back(dice(1, 40));
  Sample s{.in = {numbers(dice, shape, dtype)}, .most = 0};
  const LayoutRef orders[] = {
      {}, cpu::blocked_channels(shape, 16), cpu::blocked_channels(shape, 8)};
  for (const LayoutRef& from : orders)
    for (const LayoutRef& to : orders) s.layouts.push_back({.in = {from}, .out = {to}});
  return s;
}

Sample split(Dice& dice, DType dtype) {
  Shape shape = any_shape(dice, 1);
  const int64_t axis = any_axis(dice, shape.ndim());
  Sections sections;
  if (dice.coin()) {
    const int64_t parts = dice(1, 5);
    shape[axis] = parts * dice(0, 4);
    sections = Sections(parts);
  } else {
    std::vector<int64_t> places;
    for (int64_t at = dice(0, 2); at <= shape[axis]; at += dice(0, 4) + shape[axis] / 20)
      if (places.push_back(at); places.size() > 12) break;
    sections = Sections(places);
  }
  return {.in = {anything(dice, shape, dtype)}, .attrs = SplitOptions{sections, axis}, .most = 0};
}

Sample strided_slice(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice);
  StridedSliceAttrs attrs;
  const auto place = [&] { return dice.coin() ? std::optional(dice(-8, 8)) : std::nullopt; };
  for (int64_t axis = dice(0, shape.ndim()); axis > 0; --axis) {
    attrs.start.push_back(place());
    attrs.stop.push_back(place());
    attrs.step.push_back(dice(1, 3) * (dice.coin() ? 1 : -1));
  }
  return {.in = {anything(dice, shape, dtype)}, .attrs = attrs, .most = 0};
}

Sample take(Dice& dice, DType dtype) {
  Shape shape = any_shape(dice, 1);
  const int64_t axis = any_axis(dice, shape.ndim());
  shape[axis] = std::max<int64_t>(shape[axis], 1);
  return {.in = {anything(dice, shape, dtype),
                 indices(dice, random_shape(dice, 0, 2, 9), -shape[axis], shape[axis] - 1)},
          .attrs = TakeAttrs{axis},
          .most = 0};
}

Sample take_along_axis(Dice& dice, DType dtype) {
  Shape shape = any_shape(dice, 1);
  const int64_t axis = any_axis(dice, shape.ndim());
  shape[axis] = dice(1, 100);
  Shape at = shape;
  at[axis] = dice(0, 30);
  return {.in = {anything(dice, shape, dtype), indices(dice, at, -shape[axis], shape[axis] - 1)},
          .attrs = TakeAttrs{axis},
          .most = 0};
}

Sample scatter_add(Dice& dice, DType dtype) {
  const Shape before = random_shape(dice, 0, 2, 4), at = random_shape(dice, 0, 2, 60),
              after = random_shape(dice, 0, 2, 30);
  const ScatterAddAttrs attrs{before.ndim(), dice(1, 40)};
  return {.in = {numbers(dice, before + at + after, dtype),
                 indices(dice, at, -attrs.size, attrs.size - 1)},
          .attrs = attrs,
          .terms = count(at.elements() + 1)};
}

Sample scatter_along_axis(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice, 1);
  const ScatterAddAttrs attrs{dice(0, shape.ndim() - 1), dice(1, 40)};
  return {.in = {numbers(dice, shape, dtype), indices(dice, shape, -attrs.size, attrs.size - 1)},
          .attrs = attrs,
          .terms = count(shape[attrs.axis] + 1)};
}

Sample transpose(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice);
  std::vector<int64_t> axes(static_cast<size_t>(shape.ndim()));
  std::iota(axes.begin(), axes.end(), int64_t{0});
  for (size_t k = axes.size(); k > 1; --k)
    std::swap(axes[k - 1], axes[static_cast<size_t>(dice(0, static_cast<int64_t>(k) - 1))]);
  for (int64_t& axis : axes)
    if (dice.coin()) axis -= shape.ndim();
  return {.in = {anything(dice, shape, dtype)},
          .attrs = TransposeOptions{dice(0, 5) ? std::optional(axes) : std::nullopt},
          .most = 0};
}

}  // namespace

std::vector<Generator> movement_calls() {
  return {{"broadcast_to", broadcast_to, 300},
          {"cast", cast, 300},
          {"concatenate", concatenate, 200},
          {"copy", copy},
          {"pad", pad, 200},
          {"reorder", reorder, 60},
          {"scatter_add", scatter_add, 150},
          {"scatter_along_axis", scatter_along_axis, 200},
          {"split", split, 200},
          {"strided_slice", strided_slice, 300},
          {"take", take, 200},
          {"take_along_axis", take_along_axis, 300},
          {"transpose", transpose, 300}};
}

}  // namespace cornu::fuzz
