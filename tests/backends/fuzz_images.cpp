#include "framework/ops/ops.h"
#include "framework/ops/resample.h"
#include "framework/ops/sample.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

Sample resample(Dice& dice, DType dtype) {
  Shape shape = random_shape(dice, 1, 4, 23);
  const int64_t axis = dice(0, shape.ndim() - 1);
  ResampleAttrs attrs{.axis = axis,
                      .interpolation = static_cast<Interpolation>(dice(0, 5)),
                      .antialias = dice.coin(),
                      .transposed = dice.coin()};
  const int64_t axes = axis + 1 < shape.ndim() ? dice(1, 2) : 1;
  const bool factors = !attrs.transposed && dice(0, 3) == 0;
  for (int64_t i = 0; i < axes; ++i) {
    if (shape[axis + i] == 0) shape[axis + i] = 1;
    (factors ? attrs.factor : attrs.size).push_back(dice(1, factors ? 3 : 40));
  }
  if (dice.coin()) attrs.axis -= shape.ndim();
  return {.in = {numbers(dice, shape, dtype)}, .attrs = attrs, .terms = 40};
}

/// At coordinates of up to four axes, many of them outside.
Sample sample(Dice& dice, DType dtype) {
  const SampleAttrs attrs{.axis = dice(0, 2),
                          .batched = dice.coin(),
                          .linear = dice.coin(),
                          .fill = static_cast<CoordinatesFill>(dice(0, 4)),
                          .fill_value = 0.5};
  const int64_t axes = dice(1, 4);
  Shape x, coordinates{axes};
  for (int64_t i = 0; i < attrs.axis; ++i) {
    x.push_back(dice(1, 4));
    if (attrs.batched) coordinates.push_back(x[i]);
  }
  for (int64_t i = 0; i < axes; ++i) x.push_back(dice(1, 6));
  if (dice.coin()) x.push_back(dice(1, 40));
  for (int64_t i = dice(0, 2); i > 0; --i) coordinates.push_back(dice(1, 9));
  // up to 16 corners, whose weights are products of four
  return {.in = {numbers(dice, x, dtype), numbers(dice, coordinates, dtype) * 9.0 + 2.0},
          .attrs = attrs,
          .terms = 256};
}

}  // namespace

std::vector<Generator> image_calls() {
  return {{"resample", resample, 300}, {"sample", sample, 300}};
}

}  // namespace cornu::fuzz
