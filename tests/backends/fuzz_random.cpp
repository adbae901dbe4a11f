#include "framework/ops/ops.h"
#include "framework/ops/random_def.h"
#include "tests/backends/fuzz.h"

namespace cornu::fuzz {

namespace {

Tensor key(Dice& dice) { return anything(dice, {2}, DType::u32); }

Sample bits(Dice& dice, DType dtype) {
  return {.in = {key(dice)}, .attrs = RandomAttrs{.shape = any_shape(dice), .dtype = dtype}};
}

Sample uniform(Dice& dice, DType dtype) {
  const double low = is_floating(dtype) ? -count(dice(0, 5)) / 2 : count(dice(0, 9));
  return {
      .in = {key(dice)},
      .attrs = RandomAttrs{
          .shape = any_shape(dice), .dtype = dtype, .low = low, .high = low + count(dice(1, 110))}};
}

Sample normal(Dice& dice, DType dtype) {
  return {.in = {key(dice)},
          .attrs = RandomAttrs{.shape = any_shape(dice),
                               .dtype = dtype,
                               .mean = count(dice(-3, 3)),
                               .stddev = count(dice(1, 8)) / 4,
                               .truncated = dice.coin()}};
}

Sample gamma(Dice& dice, DType dtype) {
  const Tensor x = ops::abs(numbers(dice, any_shape(dice), dtype));
  return {.in = {key(dice), x * dice(1, 9) + 0.1}, .terms = 16};
}

Sample binomial(Dice& dice, DType dtype) {
  const Shape shape = any_shape(dice);
  return {.in = {key(dice), ops::abs(numbers(dice, shape, dtype)) * dice(1, 200),
                 ops::abs(numbers(dice, shape, dtype))}};
}

}  // namespace

std::vector<Generator> random_calls() {
  return {{"random_binomial", binomial, 100, kFloating},
          {"random_bits", bits, 130, kAnyDType},
          {"random_gamma", gamma, 100, kFloating},
          {"random_normal", normal, 100, kFloating},
          {"random_uniform", uniform, 130, kNumeric}};
}

}  // namespace cornu::fuzz
