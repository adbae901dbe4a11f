#include "framework/ops/softmax.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/ops.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(Softmax, ByHand) {
  const auto y =
      ops::softmax(constant({{0.f, std::log(3.f)}, {1000.f, 1000.f}})).to_vector<float>();
  const std::vector<float> expected = {0.25f, 0.75f, 0.5f, 0.5f};
  for (size_t i = 0; i < y.size(); ++i) EXPECT_NEAR(y[i], expected[i], 1e-6);
}

TEST(LogSoftmax, IsExactFarBelowZero) {
  const auto y = ops::log_softmax(constant({0.f, -200.f})).to_vector<float>();
  EXPECT_EQ(y[0], 0);
  EXPECT_EQ(y[1], -200);
}

TEST(Softmax, AlongAnyAxesSumsToOne) {
  const Tensor x = arbitrary({3, 4, 5});
  for (const Axes& axis : {Axes(-1), Axes(0), Axes({0, 2}), Axes({1, 2}), Axes()}) {
    const Tensor total = ops::sum(ops::softmax(x, {axis}), {.axis = axis});
    EXPECT_LT(largest_difference(total, ones(total.shape(), DType::f64)), 1e-14);
    const Tensor log = ops::log_softmax(x, {axis});
    EXPECT_LT(largest_difference(ops::exp(log), ops::softmax(x, {axis})), 1e-14);
  }
  EXPECT_EQ(ops::softmax(ones({0, 3})).shape(), (Shape{0, 3}));
}

TEST(Softmax, GradientsOfBothOrders) {
  for (const Axes& axis : {Axes(-1), Axes({0, 2})}) {
    const Tensors at = {arbitrary({3, 2, 4})};
    const auto plain = [&](const Tensors& in) { return ops::softmax(in[0] * 2, {axis}); };
    const auto log = [&](const Tensors& in) { return ops::log_softmax(in[0] * 2, {axis}); };
    EXPECT_LT(gradient_error(plain, at), 1e-8);
    EXPECT_LT(hessian_error(plain, at), 1e-8);
    EXPECT_LT(gradient_error(log, at), 1e-8);
    EXPECT_LT(hessian_error(log, at), 1e-8);
  }
}

TEST(Softmax, OfIntegersIsFloat) {
  EXPECT_EQ(ops::softmax(constant({1, 2, 3})).dtype(), DType::f32);
}

TEST(Softmax, AxisOutOfRange) {
  EXPECT_EQ(error_of([] {
              ops::softmax(ones({2, 3}), {.axis = 2});
            }),
            error_of([] { normalize_axis("softmax", 2, 2); }));
}

}  // namespace
}  // namespace cornu
