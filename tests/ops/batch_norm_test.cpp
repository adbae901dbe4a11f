#include "framework/ops/batch_norm.h"

#include <gtest/gtest.h>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"

namespace cornu {
namespace {

TEST(BatchNorm, ByHand) {
  // channel 0: 1, 3 (mean 2, variance 1); channel 1: 0, 4 (mean 2, variance 4)
  const Tensor x = constant({{1.f, 0.f}, {3.f, 4.f}});
  const Tensors out =
      ops::batch_norm(x, constant({2.f, 1.f}), constant({0.f, 5.f}), {.epsilon = 0});
  EXPECT_EQ(out[0].to_vector<float>(), (std::vector<float>{-2, 4, 2, 6}));
  EXPECT_EQ(out[1].to_vector<float>(), (std::vector<float>{2, 2}));
  EXPECT_EQ(out[2].to_vector<float>(), (std::vector<float>{1, 4}));
}

TEST(BatchNorm, AnyAxisIsTheChannels) {
  const Tensor x = arbitrary({3, 4, 5});
  const Tensor gamma = arbitrary({4}), beta = arbitrary({4});
  const Tensor y = ops::batch_norm(x, gamma, beta, {.axis = 1})[0];
  const Tensors moments = ops::moments(x, {.axes = {0, 2}, .keepdims = true});
  const Tensor expected = (x - moments[0]) / ops::sqrt(moments[1] + 1e-3) *
                              ops::reshape(gamma, {.newshape = {1, 4, 1}}) +
                          ops::reshape(beta, {.newshape = {1, 4, 1}});
  EXPECT_LT(largest_difference(y, expected), 1e-14);
}

TEST(BatchNorm, GradientsOfBothOrders) {
  for (const int64_t axis : {-1, 1}) {
    const auto f = [&](const Tensors& in) {
      const Tensors out = ops::batch_norm(in[0], in[1], in[2], {.axis = axis});
      return ops::tanh(out[0]);
    };
    const Tensors at = {arbitrary({4, 3, 3}), arbitrary({3}), arbitrary({3}, DType::f64, 2)};
    EXPECT_LT(gradient_error(f, at), 1e-7);
    EXPECT_LT(hessian_error(f, at), 1e-6);
  }
}

TEST(BatchNorm, TheStatisticsHaveGradients) {
  const auto f = [&](const Tensors& in) {
    const Tensors out = ops::batch_norm(in[0], in[1], in[2]);
    return ops::square(out[1]) + ops::square(out[2]) + ops::sum(out[0] * out[0] * out[0], {0});
  };
  const Tensors at = {arbitrary({5, 3}), arbitrary({3}), arbitrary({3}, DType::f64, 2)};
  EXPECT_LT(gradient_error(f, at), 1e-7);
}

TEST(BatchNorm, HalvesHaveFloatStatistics) {
  for (const DType dtype : {DType::f16, DType::bf16}) {
    const Tensor x = arbitrary({64, 3}, dtype) + 100;
    const Tensors out = ops::batch_norm(x, ones({3}), zeros({3}));
    EXPECT_EQ(out[0].dtype(), dtype);
    EXPECT_EQ(out[2].dtype(), DType::f32);
    EXPECT_NEAR(out[1].at<float>({0}), 100, 1);
    GradientTape tape;
    const Variable gamma(ones({3}));
    const Tensor loss = ops::sum(ops::square(ops::batch_norm(x, gamma, zeros({3}))[0]));
    EXPECT_EQ(tape.gradient(loss, gamma).dtype(), DType::f32);
  }
}

TEST(BatchNorm, ErrorsNameBothShapes) {
  EXPECT_EQ(error_of([] {
              ops::batch_norm(ones({2, 4}), ones({3}), ones({4}));
            }),
            "ShapeError: batch_norm: x is f32[2,4], gamma is f32[3]; it must be f32[4].");
  EXPECT_EQ(error_of([] {
              ops::batch_normalization(ones({2, 4}), ones({4}), ones({5}), {}, {}, {});
            }),
            "ShapeError: batch_normalization: x is f32[2,4], variance is f32[5]; it must be "
            "f32[4].");
}

TEST(BatchNormalization, ByGivenStatistics) {
  const Tensor x = constant({{1.f, 0.f}, {3.f, 4.f}});
  const Tensor y =
      ops::batch_normalization(x, constant({2.f, 2.f}), constant({1.f, 4.f}), constant({0.f, 5.f}),
                               constant({2.f, 1.f}), {.epsilon = 0});
  EXPECT_EQ(y.to_vector<float>(), (std::vector<float>{-2, 4, 2, 6}));
  const Tensor bare = ops::batch_normalization(x, constant({2.f, 2.f}), constant({1.f, 4.f}), {},
                                               {}, {.epsilon = 0});
  EXPECT_EQ(bare.to_vector<float>(), (std::vector<float>{-1, -1, 1, 1}));
}

TEST(Moments, AreBiased) {
  const Tensors out = ops::moments(constant({{1.f, 0.f}, {3.f, 4.f}}), {.axes = 0});
  EXPECT_EQ(out[0].to_vector<float>(), (std::vector<float>{2, 2}));
  EXPECT_EQ(out[1].to_vector<float>(), (std::vector<float>{1, 4}));
  // 300² overflows float16, their variance does not
  const Tensor wide = constant({290.f, 310.f});
  EXPECT_EQ(ops::moments(ops::cast(wide, DType::f16), {})[1].item<float>(), 100);
}

}  // namespace
}  // namespace cornu
