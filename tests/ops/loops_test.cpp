#include "framework/ops/loops.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

using Floats = std::vector<float>;

TEST(ForiLoop, CountsFromOneBoundToTheOther) {
  const auto body = [](const Tensor& i, const Tensors& carries) {
    return Tensors{carries[0] + ops::cast(i, DType::f32)};
  };
  EXPECT_EQ(ops::fori_loop(2, 5, body, {constant(0.f)})[0].item<float>(), 9);
  EXPECT_EQ(ops::fori_loop(5, 2, body, {constant(1.f)})[0].item<float>(), 1);
  EXPECT_EQ(ops::fori_loop(0, constant(4), body, {constant(0.f)})[0].item<float>(), 6);
  Function traced([&](Tensor last) { return ops::fori_loop(0, last, body, {constant(0.f)})[0]; });
  EXPECT_EQ(traced(constant(4)).item<float>(), 6);
  EXPECT_EQ(traced(constant(5)).item<float>(), 10);
}

TEST(ForiLoop, HasAGradientWhereItsBoundsAreNumbers) {
  const Tensor x = constant(3.f);
  GradientTape tape;
  tape.watch(x);
  const Tensor y =
      ops::fori_loop(0, 3, [&](const Tensor&, const Tensors& in) { return Tensors{in[0] * x}; },
                     {constant(1.f)})[0];
  EXPECT_EQ(tape.gradient(y, x).item<float>(), 27);
}

TEST(Map, StacksTheResultsOfSlices) {
  const Tensor x = constant({{1.f, 2.f}, {3.f, 4.f}});
  const Tensor sums = ops::map([](const Tensor& row) { return ops::sum(row); }, x);
  EXPECT_EQ(sums.to_vector<float>(), (Floats{3, 7}));
  const Tensors both = ops::map(
      [](const Tensors& in) {
        return Tensors{in[0] + in[1], in[0] * 2};
      },
      Tensors{x, x});
  EXPECT_EQ(both[0].to_vector<float>(), (Floats{2, 4, 6, 8}));
  EXPECT_EQ(both[1].to_vector<float>(), (Floats{2, 4, 6, 8}));
}

TEST(SwitchCase, RunsOneBranch) {
  const auto chosen = [](const Tensor& index) {
    std::vector<ops::Branch> branches;
    for (int i = 0; i < 5; ++i) branches.push_back([i] { return Tensors{constant(i * 10)}; });
    return ops::switch_case(index, branches)[0];
  };
  Function traced(chosen);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(chosen(constant(i)).item<int>(), i * 10);
    EXPECT_EQ(traced(constant(i)).item<int>(), i * 10);
  }
  EXPECT_EQ(chosen(constant(-3)).item<int>(), 0) << "cut to the first";
  EXPECT_EQ(traced(constant(9)).item<int>(), 40) << "cut to the last";
  EXPECT_EQ(error_of([&] { chosen(constant(1.f)); }),
            "DTypeError: switch_case: the index must be an integer, not f32[].");
  EXPECT_EQ(error_of([] { ops::switch_case(0, {}); }),
            "ValueError: switch_case: there are no branches.");
}

TEST(AssociativeScan, IsTheRunningResultAtAnyLength) {
  const auto add = [](const Tensor& a, const Tensor& b) { return a + b; };
  for (int64_t count = 1; count < 20; ++count) {
    const Tensor x = arbitrary({2, count, 3});
    EXPECT_LT(
        largest_difference(ops::associative_scan(add, x, {.axis = 1}), ops::cumsum(x, {.axis = 1})),
        1e-12)
        << count;
    const Tensor back = ops::flip(ops::cumsum(ops::flip(x, {.axis = 1}), {.axis = 1}), {.axis = 1});
    EXPECT_LT(largest_difference(ops::associative_scan(add, x, {.reverse = true, .axis = 1}), back),
              1e-12)
        << count;
  }
  EXPECT_EQ(ops::associative_scan(add, zeros({0, 2})).shape(), (Shape{0, 2}));
}

TEST(AssociativeScan, CombinesListsAndHasAGradient) {
  // Linear recurrences y = a y + b, as pairs.
  const auto compose = [](const Tensors& first, const Tensors& then) {
    return Tensors{first[0] * then[0], first[1] * then[0] + then[1]};
  };
  const auto f = [&](const Tensors& x) { return ops::associative_scan(compose, x)[1]; };
  const Tensors x = {arbitrary({5}), arbitrary({5}, DType::f64, 2)};
  const auto a = x[0].to_vector<double>(), b = x[1].to_vector<double>();
  const auto got = f(x).to_vector<double>();
  double y = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    y = a[i] * y + b[i];
    EXPECT_NEAR(got[i], y, 1e-12);
  }
  EXPECT_LT(gradient_error(f, x), 1e-7);
}

TEST(AssociativeScan, SaysWhatDoesNotFit) {
  const auto keep = [](const Tensors& a, const Tensors&) { return a; };
  EXPECT_EQ(error_of([&] {
              ops::associative_scan(keep, Tensors{zeros({2}), zeros({3})});
            }),
            "ShapeError: associative_scan: the elements differ in length: 2 and 3.");
  EXPECT_EQ(error_of([&] { ops::associative_scan(keep, Tensors{}); }),
            "ValueError: associative_scan: there are no elements.");
}

}  // namespace
}  // namespace cornu
