#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

const Tensor kMatrix = constant({{1.f, 5.f, 3.f}, {4.f, 5.f, 6.f}});

TEST(Argmax, TakesTheFirstOfEqualOnes) {
  const Tensor x = constant({{1.f, 3.f, 3.f}, {7.f, 0.f, 7.f}});
  EXPECT_EQ(ops::argmax(x, {.axis = 1}).to_vector<int>(), (std::vector<int>{1, 0}));
  EXPECT_EQ(ops::argmax(x, {.axis = 0}).to_vector<int>(), (std::vector<int>{1, 0, 1}));
  EXPECT_EQ(ops::argmax(x).item<int>(), 3);
  EXPECT_EQ(ops::argmin(x, {.axis = -1, .keepdims = true}).text(),
            "Tensor([[0] [1]], shape=(2, 1), dtype=int32)");
  const float nan = std::nanf("");
  EXPECT_EQ(ops::argmax(constant({1.f, nan, 9.f})).item<int>(), 1);
  EXPECT_EQ(error_of([] {
              ops::argmax(zeros({2, 0}), {.axis = 1});
            }),
            "ValueError: argmax: f32[2,0] has no elements along axis 1.");
}

TEST(Take, GathersSlices) {
  const Tensor at = constant({{2, 0}, {-1, 1}});
  EXPECT_EQ(ops::take(kMatrix, at, {.axis = 1}).text(),
            "Tensor([[[3. 1.] [3. 5.]] [[6. 4.] [6. 5.]]], shape=(2, 2, 2), dtype=float32)");
  EXPECT_EQ(ops::take(kMatrix, 3).item<float>(), 4);
  EXPECT_EQ(ops::take(kMatrix, constant({1, 1}), {.axis = 0}).shape(), (Shape{2, 3}));
  EXPECT_EQ(error_of([] {
              ops::take(kMatrix, constant({0, 2}), {.axis = 0});
            }),
            "ValueError: take: index 2 is out of range for axis 0 of f32[2,3].");
}

TEST(Take, GradientAddsUpWhatWasTakenTwice) {
  GradientTape tape;
  tape.watch(kMatrix);
  const Tensor y =
      ops::take(kMatrix, constant({1, -1, 1}), {.axis = 1}) * constant({1.f, 2.f, 4.f});
  EXPECT_EQ(tape.gradient(y, kMatrix).to_vector<float>(), (std::vector<float>{0, 5, 2, 0, 5, 2}));
}

TEST(OneHot, MarksClasses) {
  EXPECT_EQ(ops::one_hot(constant({2, 0, 5}), {.num_classes = 3}).to_vector<float>(),
            (std::vector<float>{0, 0, 1, 1, 0, 0, 0, 0, 0}));
  const Tensor y =
      ops::one_hot(constant({1, 0}), {.num_classes = 2, .axis = 0, .dtype = DType::i32});
  EXPECT_EQ(y.to_vector<int>(), (std::vector<int>{0, 1, 1, 0}));
  EXPECT_EQ(error_of([] { ops::one_hot(constant(1), {.num_classes = 0}); }),
            "ValueError: one_hot: num_classes is 0; it must be at least 1.");
}

TEST(Arange, CountsInSteps) {
  EXPECT_EQ(ops::arange(3).text(), "Tensor([0 1 2], shape=(3,), dtype=int32)");
  EXPECT_EQ(ops::arange(5, 0, -2).to_vector<int>(), (std::vector<int>{5, 3, 1}));
  EXPECT_EQ(ops::arange(0.0, 1.0, 0.25).text(),
            "Tensor([0. 0.25 0.5 0.75], shape=(4,), dtype=float32)");
  EXPECT_EQ(ops::arange(3, 1).size(), 0);
  EXPECT_EQ(error_of([] { ops::arange(0, 3, 0); }), "ValueError: arange: the step is 0.");
}

TEST(Linspace, EndsAtStop) {
  EXPECT_EQ(ops::linspace(0, 1, {.num = 5}).to_vector<float>(),
            (std::vector<float>{0, 0.25, 0.5, 0.75, 1}));
  EXPECT_EQ(ops::linspace(0, 1, {.num = 4, .endpoint = false}).to_vector<float>(),
            (std::vector<float>{0, 0.25, 0.5, 0.75}));
  const Tensor y = ops::linspace(constant({0.f, 1.f}), 3, {.num = 3, .axis = 1});
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{0, 1.5, 3, 1, 2, 3}));
  EXPECT_EQ(ops::linspace(2, 3, {.num = 1}).to_vector<float>(), (std::vector<float>{2}));
}

TEST(Reductions, OfExtremesAndProducts) {
  EXPECT_EQ(ops::max(kMatrix, {.axis = 0}).to_vector<float>(), (std::vector<float>{4, 5, 6}));
  EXPECT_EQ(ops::min(kMatrix).item<float>(), 1);
  EXPECT_EQ(ops::max(kMatrix, {.axis = 1, .initial = 5.5}).to_vector<float>(),
            (std::vector<float>{5.5, 6}));
  EXPECT_EQ(ops::prod(kMatrix, {.axis = 1}).to_vector<float>(), (std::vector<float>{15, 120}));
  EXPECT_EQ(ops::prod(ones({2}, DType::i8)).dtype(), DType::i32);
  EXPECT_EQ(ops::any(constant({{0, 2}, {0, 0}}), {.axis = 1}).to_vector<bool>(),
            (std::vector<bool>{true, false}));
  EXPECT_EQ(ops::all(constant({{0, 2}, {1, 1}}), {.axis = 1}).to_vector<bool>(),
            (std::vector<bool>{false, true}));
  EXPECT_TRUE(ops::all(zeros({0})).item<bool>());
  EXPECT_EQ(error_of([] {
              ops::max(zeros({3, 0}), {.axis = 1});
            }),
            "ValueError: max: f32[3,0] has no elements along axis 1.");
}

TEST(Reductions, GradientsWithTiesAndZeros) {
  const auto gradient = [](const Tensor& x, Tensor (*f)(const Tensor&)) {
    GradientTape tape;
    tape.watch(x);
    return tape.gradient(f(x), x).to_vector<float>();
  };
  const Tensor tied = constant({{1.f, 3.f, 3.f}});
  EXPECT_EQ(gradient(tied, [](const Tensor& x) { return ops::max(x); }),
            (std::vector<float>{0, 0.5, 0.5}));
  const auto prod = [](const Tensor& x) { return ops::prod(x); };
  EXPECT_EQ(gradient(constant({2.f, 3.f, 4.f}), prod), (std::vector<float>{12, 8, 6}));
  EXPECT_EQ(gradient(constant({2.f, 0.f, 4.f}), prod), (std::vector<float>{0, 8, 0}));
  EXPECT_EQ(gradient(constant({0.f, 0.f, 4.f}), prod), (std::vector<float>{0, 0, 0}));
}

}  // namespace
}  // namespace cornu
