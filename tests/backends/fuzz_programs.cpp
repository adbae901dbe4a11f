#include "framework/ops/elementwise.h"
#include "framework/ops/foreach.h"
#include "framework/ops/fused.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

/// Of rows that neither leave the range of numbers nor jump.
FusedProgram program(Dice& dice, int64_t inputs, DType dtype) {
  constexpr int any[] = {row_add,     row_subtract, row_multiply, row_maximum,
                         row_minimum, row_negative, row_relu};
  constexpr int real[] = {row_tanh, row_sigmoid, row_abs, row_sin, row_softplus};
  FusedProgram made = program_of_row(row_add, dtype);  // for its types
  made.code.clear();
  int64_t last = dice(0, inputs - 1);
  for (int64_t i = dice(1, 12); i > 0; --i) {
    const bool steady = is_floating(dtype) && dice.coin();
    const int row = steady ? real[dice(0, 4)] : any[dice(0, 6)];
    last = made.add(inputs, row, last, dice(0, inputs - 1), dice(0, inputs - 1));
    // a product of products would grow
    if (row == row_multiply && is_floating(dtype)) last = made.add(inputs, row_tanh, last, 0);
    if (row == row_multiply && !is_floating(dtype)) last = made.add(inputs, row_sign, last, 0);
  }
  made.results = {last};
  if (dice.coin()) made.results.push_back(dice(0, last));
  made.dtypes.assign(made.results.size(), dtype);
  return made;
}

Sample fused(Dice& dice, DType dtype) {
  const int64_t inputs = dice(1, 4);
  const Shape shape = any_shape(dice);
  Sample s{.attrs = program(dice, inputs, dtype), .terms = 4};
  for (int64_t i = 0; i < inputs; ++i)
    s.in.push_back(numbers(dice, i == 0 ? shape : broadcastable(dice, shape), dtype));
  return s;
}

Sample foreach (Dice& dice, DType dtype) {
  ForeachAttrs attrs{.scalars = dice(0, 2), .roles = dice(1, 3)};
  attrs.program = program(dice, attrs.scalars + attrs.roles, dtype);
  Sample s{.attrs = attrs, .terms = 4};
  for (int64_t i = 0; i < attrs.scalars; ++i) s.in.push_back(numbers(dice, {}, dtype));
  std::vector<Shape> shapes;
  for (int64_t tensors = dice(1, 5); tensors > 0; --tensors) shapes.push_back(any_shape(dice));
  for (int64_t role = 0; role < attrs.roles; ++role)
    for (const Shape& shape : shapes) s.in.push_back(numbers(dice, shape, dtype));
  return s;
}

}  // namespace

std::vector<Generator> program_calls() {
  return {{"foreach", foreach, 130, kNumeric}, {"fused", fused, 300, kNumeric}};
}

}  // namespace cornu::fuzz
