#include "framework/autodiff/tape.h"

#include <gtest/gtest.h>

#include "framework/ops/ops.h"

namespace cornu {
namespace {

TEST(GradientTape, OfASquareIsTwiceX) {
  for (const float at : {-1.f, 1.f, 0.f}) {
    const Tensor x = constant(at);
    GradientTape tape;
    tape.watch(x);
    const Tensor y = x * x;
    EXPECT_EQ(tape.gradient(y, x).item<float>(), 2 * at);
  }
}

TEST(GradientTape, SumsWhatBroadcastingRepeated) {
  const Tensor x = constant({{1.f, 2.f, 3.f}, {4.f, 5.f, 6.f}});
  const Variable b(constant({1.f, 1.f, 1.f}), {.name = "b"});
  GradientTape tape;
  const Tensor y = ops::sum(x * b);
  EXPECT_EQ(tape.gradient(y, b).to_vector<float>(), (std::vector<float>{5, 7, 9}));
}

TEST(GradientTape, DifferentiatesItsOwnGradientWhilePersistent) {
  const Tensor c = constant(2.0f);
  GradientTape outer({.persistent = true});
  outer.watch(c);
  const Tensor f = 4 * c * c;
  const Tensor first = outer.gradient(f, c), second = outer.gradient(first, c);
  EXPECT_EQ(first.item<float>(), 16);
  EXPECT_EQ(second.item<float>(), 8);
}

TEST(GradientTape, OfMatmulToBothOperands) {
  const Variable w(constant({{1.f, 2.f}, {3.f, 4.f}, {5.f, 6.f}}), {.name = "w"});
  const Tensor x = constant({{1.f, 0.f, 2.f}});
  GradientTape tape;
  tape.watch(x);
  const Tensor y = ops::sum(ops::matmul(x, w));
  const Tensors d = tape.gradient(y, {w, x});
  EXPECT_EQ(d[0].to_vector<float>(), (std::vector<float>{1, 1, 0, 0, 2, 2}));
  EXPECT_EQ(d[1].to_vector<float>(), (std::vector<float>{3, 7, 11}));
}

TEST(GradientTape, IsEmptyWhereNothingDepends) {
  const Tensor x = constant(1.f), y = constant(2.f);
  GradientTape tape;
  tape.watch(x);
  EXPECT_FALSE(tape.gradient(y * y, x).defined());
}

}  // namespace
}  // namespace cornu
