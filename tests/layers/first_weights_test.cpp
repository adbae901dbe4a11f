#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "framework/ops/ops.h"
#include "layers/initializers/initializers.h"
#include "layers/layers.h"
#include "tests/support/keras_pattern.h"

/// The weights that layers start with, as Keras 3.15 makes them.
namespace cornu {
namespace {

using Numbers = std::vector<double>;

Tensors first_weights(const LayerRef& layer, const Shape& input) {
  layer(zeros(input));
  return layer->get_weights();
}

double largest(const Tensor& weight) {
  double size = 0;
  for (const double value : weight.to_vector<double>()) size = std::max(size, std::abs(value));
  return size;
}

/// Evenly spread up to the bound: of thousands of numbers one comes near it.
void expect_spread(const Tensor& weight, double bound) {
  EXPECT_LE(largest(weight), bound);
  EXPECT_GT(largest(weight), 0.99 * bound);
  const auto values = weight.to_vector<double>();
  double squares = 0;
  for (const double value : values) squares += value * value / static_cast<double>(values.size());
  EXPECT_NEAR(std::sqrt(squares), bound / std::sqrt(3.0), 0.05 * bound);
}

/// What goes into a place and what comes out of it, from the kernel's last two axes and the size of
/// its window, whatever the layer means by them.
TEST(FirstWeights, OfKernelsFollowTheirFans) {
  const Shape image{1, 5, 5, 40};
  expect_spread(first_weights(layers::Dense(300), {1, 200})[0], std::sqrt(6.0 / 500));
  expect_spread(first_weights(layers::Conv2D(50, 3), image)[0], std::sqrt(6.0 / (9 * 90)));
  expect_spread(
      first_weights(layers::DepthwiseConv2D(3, {.depth_multiplier = 20}), {1, 5, 5, 80})[0],
      std::sqrt(6.0 / (9 * 100)));
  expect_spread(first_weights(layers::Conv2DTranspose(5, 3), {1, 5, 5, 400})[0],
                std::sqrt(6.0 / (9 * 405)));
  const Tensors separable =
      first_weights(layers::SeparableConv2D(50, 3, {.depth_multiplier = 20}), image);
  expect_spread(separable[0], std::sqrt(6.0 / (9 * 60)));
  expect_spread(separable[1], std::sqrt(6.0 / 850));
}

TEST(FirstWeights, OfEmbeddingsAreSmall) {
  const Tensor vectors = first_weights(layers::Embedding(500, 30), {1, 1})[0];
  expect_spread(vectors, 0.05);
}

TEST(FirstWeights, OfLSTMsRemember) {
  const Tensors weights = first_weights(layers::LSTM(50), {1, 2, 30});
  expect_spread(weights[0], std::sqrt(6.0 / 230));
  const Tensor product = ops::matmul(weights[1], ops::transpose(weights[1]));
  const Tensor identity = initializers::Identity()->call({50, 50}, DType::f32);
  EXPECT_LT(largest(product - identity), 1e-5);
  Numbers bias(200, 0);
  std::fill(bias.begin() + 50, bias.begin() + 100, 1);  // the forget gate's
  EXPECT_EQ(weights[2].to_vector<double>(), bias);
  EXPECT_EQ(
      first_weights(layers::LSTM(2, {.unit_forget_bias = false}), {1, 2, 3})[2].to_vector<double>(),
      Numbers(8, 0));
}

TEST(FirstWeights, OfOtherLayersDoNothing) {
  const Tensors normalization = first_weights(layers::BatchNormalization(), {1, 3});
  EXPECT_EQ(numbers_of(normalization), (Numbers{1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1}));
  EXPECT_EQ(numbers_of(first_weights(layers::PReLU(), {1, 3})), Numbers(3, 0));
  EXPECT_EQ(numbers_of({first_weights(layers::Dense(2), {1, 3})[1]}), Numbers(2, 0));
}

}  // namespace
}  // namespace cornu
