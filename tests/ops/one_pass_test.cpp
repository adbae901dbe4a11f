#include "framework/ops/one_pass.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

using Expression = Tensor (*)(const Tensor& x);

/// Alone and, on a tape, op by op.
void expect_the_same_bits(const char* name, Expression f) {
  for (const DType dtype : {DType::f32, DType::f64, DType::f16, DType::bf16}) {
    const Tensor x = ops::cast(3.0 * arbitrary({50, 100}, DType::f64), dtype);
    const Tensor alone = f(x);
    GradientTape tape;
    const Tensor recorded = f(x);
    EXPECT_EQ(alone.spec(), recorded.spec()) << name;
    EXPECT_EQ(alone.to_vector<double>(), recorded.to_vector<double>())
        << name << " of " << short_name(dtype);
  }
}

#define SAME(expression) \
  expect_the_same_bits(#expression, [](const Tensor& x) -> Tensor { return expression; })

TEST(OnePass, GivesTheBitsOfOpAfterOp) {
  SAME(ops::celu(x, {.alpha = 1.5}));
  SAME(ops::clip(x, {.x_min = -0.5, .x_max = 1.25}));
  SAME(ops::elu(x));
  SAME(ops::gelu(x));
  SAME(ops::gelu(x, {.approximate = false}));
  SAME(ops::hard_shrink(x));
  SAME(ops::leaky_relu(x));
  SAME(ops::logsumexp(x, {.axis = 1}));
  SAME(ops::soft_shrink(x));
  SAME(ops::squareplus(x));
  SAME(ops::threshold(x, {.threshold = 0.5, .default_value = 2.0}));
  SAME(ops::var(x, {.axis = 0}));
}

TEST(OnePass, TakesIntegersAndWhatTheExpressionLeavesAlone) {
  const Tensor x = ops::arange(5000);
  EXPECT_EQ(ops::sum(ops::clip(x, {.x_min = 10, .x_max = 4000})).item<int>(),
            11 * 10 + (11 + 4000) * 3990 / 2 + 999 * 4000);
  EXPECT_EQ(in_one_pass(x, [](const Tensor& t) { return t; }).to_vector<int>(), x.to_vector<int>());
  EXPECT_EQ(in_one_pass(x, [](const Tensor&) { return constant(7); }).item<int>(), 7);
}

TEST(OnePass, IsNotWhatATraceOrATapeSees) {
  const Tensor x = ops::cast(ops::arange(5000), DType::f32);
  GradientTape tape;
  tape.watch(x);
  const Tensor y = ops::leaky_relu(x - 10.0, {.negative_slope = 0.5});
  const std::vector<float> slopes = tape.gradient(y, x).to_vector<float>();
  EXPECT_EQ(slopes[9], 0.5f);
  EXPECT_EQ(slopes[11], 1.f);
}

}  // namespace
}  // namespace cornu
