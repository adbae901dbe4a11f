#include "framework/ops/layer_norm.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/def.h"
#include "framework/ops/ops.h"
#include "tests/support/compare_kernels.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(LayerNorm, ByHand) {
  const Tensor x = constant({{1.f, 3.f}, {0.f, 4.f}});  // means 2, 2; variances 1, 4
  const Tensor y = ops::layer_norm(x, constant({2.f, 1.f}), constant({0.f, 5.f}), {.epsilon = 0});
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{-2, 6, -2, 6}));
  EXPECT_EQ(ops::layer_normalization(x, {}, {}, {.epsilon = 0}).to_vector<float>(),
            (std::vector<float>{-1, 1, -1, 1}));
  EXPECT_EQ(ops::layer_normalization(x, {}, {}, {.axis = 0, .epsilon = 0}).to_vector<float>(),
            (std::vector<float>{1, -1, -1, 1}));
  EXPECT_EQ(
      ops::layer_normalization(x, {}, {}, {.epsilon = 0, .rms_scaling = true}).to_vector<float>(),
      (std::vector<float>{1, 3, 0, 2}));
}

TEST(LayerNorm, AnyAxesAreThoseOfTheTransposedTensor) {
  const Tensor x = arbitrary({3, 4, 5}), gamma = arbitrary({4, 3}), beta = arbitrary({4, 3});
  const Tensor turned = ops::transpose(x, {.axes = {{2, 0, 1}}});
  const Tensor g = ops::transpose(gamma), b = ops::transpose(beta);
  const Tensor y = ops::layer_normalization(x, Operand(g), Operand(b), {.axis = {0, 1}});
  const Tensor expected =
      ops::layer_normalization(turned, Operand(g), Operand(b), {.axis = {1, 2}});
  EXPECT_LT(largest_difference(ops::transpose(y, {.axes = {{2, 0, 1}}}), expected), 1e-13);
}

TEST(LayerNorm, GradientsOfBothOrders) {
  for (const int64_t axes : {1, 2}) {
    const auto f = [&](const Tensors& in) {
      return ops::tanh(ops::layer_norm(in[0], in[1], in[2], {axes, 1e-3}));
    };
    const Shape weight = axes == 1 ? Shape{4} : Shape{3, 4};
    const Tensors at = {arbitrary({5, 3, 4}), arbitrary(weight), arbitrary(weight, DType::f64, 2)};
    EXPECT_LT(gradient_error(f, at), 1e-7);
    EXPECT_LT(hessian_error(f, at), 1e-6);
  }
  const auto apart = [](const Tensors& in) {
    return ops::layer_normalization(in[0], Operand(in[1]), {}, {.axis = 0, .rms_scaling = true});
  };
  EXPECT_LT(gradient_error(apart, {arbitrary({5, 3}), arbitrary({5})}), 1e-7);
}

TEST(LayerNorm, HalvesHaveFloatStatistics) {
  const Tensor x = arbitrary({4, 64}, DType::f16) + 100;
  const Variable gamma(ones({64}));
  GradientTape tape;
  const Tensor y = ops::layer_normalization(x, Operand(gamma));
  EXPECT_EQ(y.dtype(), DType::f16);
  EXPECT_EQ(tape.gradient(ops::sum(ops::square(y)), gamma).dtype(), DType::f32);
}

TEST(LayerNorm, ErrorsNameBothShapes) {
  EXPECT_EQ(error_of([] {
              ops::layer_norm(ones({2, 4}), ones({3}), ones({4}), {});
            }),
            "ShapeError: layer_norm: x is f32[2,4], gamma is f32[3]; it must be f32[4].");
  EXPECT_EQ(error_of([] {
              ops::layer_norm(ones({2, 4}), ones({4}), ones({4}), {.axes = 3});
            }),
            "ShapeError: layer_norm: 3 axes cannot be normalised: x is f32[2,4].");
}

}  // namespace
}  // namespace cornu
