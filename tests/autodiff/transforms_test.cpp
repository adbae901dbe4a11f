#include "framework/autodiff/transforms.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/ops.h"
#include "framework/trace/function.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(Transforms, JvpIsTheDerivativeAlongATangent) {
  const Tensor c = constant(2.0f);
  const auto [value, tangent] = jvp([](Tensor t) { return ops::sin(t); }, c, ones_like(c));
  EXPECT_FLOAT_EQ(value.item<float>(), std::sin(2.f));
  EXPECT_FLOAT_EQ(tangent.item<float>(), std::cos(2.f));
}

TEST(Transforms, JvpOfSeveralAddsTheirParts) {
  const auto f = [](const Tensors& x) { return ops::matmul(x[0], x[1]); };
  const Tensor a = arbitrary({2, 3}), b = arbitrary({3, 2}, DType::f64, 1),
               ta = arbitrary({2, 3}, DType::f64, 2), tb = arbitrary({3, 2}, DType::f64, 3);
  const auto [value, tangent] = jvp(f, {a, b}, {ta, tb});
  EXPECT_LT(largest_difference(tangent, ops::matmul(ta, b) + ops::matmul(a, tb)), 1e-14);
}

TEST(Transforms, JvpAndVjpAreEachOthersTranspose) {
  const auto f = [](const Tensor& t) {
    return ops::softmax(ops::matmul(ops::tanh(t), arbitrary({3, 4}, DType::f64, 5)));
  };
  const Tensor x = arbitrary({2, 3}), u = arbitrary({2, 3}, DType::f64, 6),
               v = arbitrary({2, 4}, DType::f64, 7);
  const auto [y, pullback] = vjp(f, x);
  const double forward = ops::sum(jvp(f, x, u).second * v).item<double>();
  EXPECT_NEAR(forward, ops::sum(pullback(v) * u).item<double>(), 1e-14);
  EXPECT_LT(largest_difference(pullback(v * 2.0), pullback(v) * 2.0), 1e-14);  // again
}

TEST(Transforms, JacobianOfSquaresIsDiagonal) {
  const Tensor x = constant({1.f, 2.f, 3.f});
  const Tensor j = jacobian([](Tensor t) { return ops::square(t); }, x);
  EXPECT_EQ(j.shape(), (Shape{3, 3}));
  EXPECT_EQ(j.to_vector<float>(), (std::vector<float>{2, 0, 0, 0, 4, 0, 0, 0, 6}));
}

TEST(Transforms, JacobianHasTheShapesOfBoth) {
  const Tensor w = arbitrary({3, 4});
  const Tensor j = jacobian([&](const Tensor& t) { return ops::matmul(t, w); }, arbitrary({2, 3}));
  EXPECT_EQ(j.shape(), (Shape{2, 4, 2, 3}));
  EXPECT_EQ((j.at<double>({1, 2, 1, 0})), (w.at<double>({0, 2})));
  EXPECT_EQ((j.at<double>({1, 2, 0, 0})), 0);
  const Tensor none = jacobian([](const Tensor& t) { return ones_like(t); }, arbitrary({2}));
  EXPECT_EQ(none.to_vector<double>(), (std::vector<double>{0, 0, 0, 0}));
}

TEST(Transforms, HessianOfCubes) {
  const Tensor x = constant({1.f, 2.f});
  const Tensor h = hessian([](Tensor t) { return ops::sum(t * t * t); }, x);
  EXPECT_EQ(h.shape(), (Shape{2, 2}));
  EXPECT_EQ(h.to_vector<float>(), (std::vector<float>{6, 0, 0, 12}));
}

TEST(Transforms, HvpIsTheHessianTimesADirection) {
  const auto f = [](const Tensor& t) { return ops::sum(ops::exp(t) * ops::sum(ops::square(t))); };
  const Tensor x = arbitrary({4}), v = arbitrary({4}, DType::f64, 1);
  const Tensor expected = ops::matmul(hessian(f, x), v);
  EXPECT_LT(largest_difference(hvp(f, x, v), expected), 1e-12);
}

TEST(Transforms, ValueAndGradGivesBoth) {
  const auto [y, d] =
      value_and_grad([](Tensor t) { return ops::sum(t * t); }, constant({1.f, -2.f}));
  EXPECT_EQ(y.item<float>(), 5);
  EXPECT_EQ(d.to_vector<float>(), (std::vector<float>{2, -4}));
  const auto [z, several] =
      value_and_grad([](const Tensors& t) { return t[0] * 3.0; }, {constant(1.f), constant(2.f)});
  EXPECT_EQ(several[0].item<float>(), 3);
  EXPECT_EQ(several[1].item<float>(), 0);
}

TEST(Transforms, NestAndTrace) {
  const auto f = [](const Tensor& t) { return ops::sum(ops::sin(t) * t); };
  const auto along = [&](const Tensor& t) { return jvp(f, t, ones_like(t)).second; };
  const Tensor x = arbitrary({3});
  const Tensor outer = value_and_grad(along, x).second;  // reverse over forward
  EXPECT_LT(largest_difference(outer, hvp(f, x, ones_like(x))), 1e-13);
  Function traced([&](Tensor t) {
    return std::tuple{hvp(f, t, ones_like(t)), hessian(f, t), along(t)};
  });
  const auto [product, matrix, derivative] = traced(x);
  EXPECT_LT(largest_difference(product, outer), 1e-13);
  EXPECT_LT(largest_difference(ops::sum(matrix, {.axis = 1}), outer), 1e-13);
  EXPECT_LT(std::abs((derivative - along(x)).item<double>()), 1e-13);
}

TEST(Transforms, AccumulateForwardsWhatIsComputed) {
  const Variable w(constant({2.f, 3.f}), {.name = "w"});
  const Tensor x = constant({1.f, -1.f});
  ForwardAccumulator accumulator({w, x}, {constant({1.f, 0.f}), constant({0.f, 1.f})});
  const Tensor y = ops::square(x * w), unrelated = constant({1.f, 1.f});
  EXPECT_EQ(accumulator.jvp(y).to_vector<float>(), (std::vector<float>{4, -18}));
  EXPECT_EQ(accumulator.jvp(ops::sum(y)).item<float>(), -14);
  EXPECT_EQ(accumulator.jvp(unrelated).to_vector<float>(), (std::vector<float>{0, 0}));
}

TEST(Transforms, RefuseDirectionsThatDoNotFit) {
  const auto f = [](const Tensor& t) { return ops::sum(t); };
  const Tensor x = ones({2});
  EXPECT_EQ(error_of([&] { jvp(f, x, ones({3})); }),
            "ShapeError: jvp: the direction of f32[2] is f32[3].");
  EXPECT_EQ(error_of([&] { hvp(f, x, ones({3})); }),
            "ShapeError: hvp: the direction of f32[2] is f32[3].");
  EXPECT_EQ(error_of([&] {
              ForwardAccumulator a({x}, {ones({2}), ones({2})});
            }),
            "ValueError: ForwardAccumulator: 2 directions for 1 values.");
}

}  // namespace
}  // namespace cornu
