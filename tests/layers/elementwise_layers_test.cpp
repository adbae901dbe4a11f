#include <gtest/gtest.h>

#include <cmath>

#include "framework/autodiff/tape.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "layers/regularizers/regularizers.h"
#include "tests/support/error_of.h"
#include "tests/support/gradient_check.h"
#include "tests/support/run_layer_case.h"

namespace cornu {
namespace {

using Values = std::vector<float>;

Tensor noise(const Shape& shape, int seed = 1) { return arbitrary(shape, DType::f32, seed); }

std::string call_error(const LayerRef& layer, const Tensor& input) {
  const std::string text = error_of([&] { layer(input); });
  return text.substr(0, text.find("\n  in layer"));
}

TEST(ElementwiseLayers, AreLayers) {
  const Tensor x = noise({3, 4, 5});
  for (const LayerRef& layer :
       {layers::LeakyReLU(), layers::ELU({.alpha = 0.5}),
        layers::PReLU({.alpha_initializer = "he_normal"}), layers::PReLU({.shared_axes = {1}}),
        layers::GaussianNoise(0.5), layers::ActivityRegularization({.l1 = 0.1, .l2 = 0.2})}) {
    SCOPED_TRACE(layer.name());
    run_layer_case({layer, x});
  }
}

TEST(ElementwiseLayers, DampWhatIsBelowZero) {
  const Tensor x = constant({{-2.f, 3.f}});
  EXPECT_EQ(layers::LeakyReLU({.negative_slope = 0.25})(x).to_vector<float>(), (Values{-0.5, 3}));
  EXPECT_NEAR(layers::LeakyReLU()(x).at<float>({0, 0}), -0.6, 1e-7);  // not the function's 0.2
  EXPECT_NEAR(layers::ELU({.alpha = 2})(x).at<float>({0, 0}), 2 * std::expm1(-2.0), 1e-6);
  const auto prelu = layers::PReLU({.alpha_initializer = "ones"});
  EXPECT_EQ(prelu(x).to_vector<float>(), (Values{-2, 3}));
  EXPECT_EQ(prelu.weights()[0].name(), "alpha");
  EXPECT_EQ(error_of([] { layers::LeakyReLU({.negative_slope = -1}); }),
            "ValueError: LeakyReLU: negative_slope must not be below 0: -1.0.");
}

TEST(PReLU, SharesItsFactorsAlongAxes) {
  const auto shape_of = [](layers::PReLUOptions options) {
    const auto layer = layers::PReLU(options);
    layer(ones({2, 3, 4, 5}));
    return layer.weights()[0].shape();
  };
  EXPECT_EQ(shape_of({}), (Shape{3, 4, 5}));
  EXPECT_EQ(shape_of({.shared_axes = {1, 2}}), (Shape{1, 1, 5}));
  EXPECT_EQ(shape_of({.shared_axes = 3}), (Shape{3, 4, 1}));
  EXPECT_EQ(layers::PReLU({.shared_axes = 3})->get_config()["shared_axes"].dump(), "[3]");
  EXPECT_EQ(call_error(layers::PReLU({.shared_axes = {4}}), ones({2, 3})),
            "ValueError: shared_axes holds 4, but the axes of [2,3] are 1 to 1.");
}

TEST(GaussianNoise, IsAddedInTrainingOnly) {
  const Tensor x = ones({10000});
  const auto layer = layers::GaussianNoise(0.5, {.seed = 3});
  EXPECT_EQ(layer(x).to_vector<float>(), x.to_vector<float>());
  const Tensor y = layer(x, {.training = true});
  EXPECT_NEAR(ops::mean(y).item<float>(), 1, 0.02);
  EXPECT_NEAR(ops::std(y).item<float>(), 0.5, 0.02);
  EXPECT_NE(layer(x, {.training = true}).to_vector<float>(), y.to_vector<float>());
  EXPECT_TRUE(layer.weights().empty());
  EXPECT_EQ(error_of([] { layers::GaussianNoise(1.5); }),
            "ValueError: GaussianNoise: stddev must be between 0 and 1, not 1.5.");
}

TEST(ActivityRegularization, AddsToTheLoss) {
  const auto layer = layers::ActivityRegularization({.l1 = 0.5, .l2 = 0.25});
  Tensors losses;
  const Tensor x = constant({{1.f, -2.f}, {3.f, 0.f}});
  EXPECT_EQ(layer(x, CallContext(true, &losses)).to_vector<float>(), x.to_vector<float>());
  ASSERT_EQ(losses.size(), 1u);
  EXPECT_FLOAT_EQ(losses[0].item<float>(), (0.5f * 6 + 0.25f * 14) / 2);
  EXPECT_FALSE(layer->get_config().contains("activity_regularizer"));
}

TEST(Embedding, StartsFromGivenVectors) {
  const Tensor vectors = constant({{1.f, 2.f}, {3.f, 4.f}});
  const auto layer = layers::Embedding(2, 2, {.weights = vectors});
  EXPECT_EQ(layer(constant({1, 0})).to_vector<float>(), (Values{3, 4, 1, 2}));
  EXPECT_FALSE(layer->get_config().contains("weights"));
  EXPECT_EQ(error_of([&] { layers::Embedding(3, 2, {.weights = vectors}); }),
            "ShapeError: Embedding: weights must be [3,2], not f32[2,2].");
}

TEST(Embedding, TrainsALowRankChange) {
  const auto layer = layers::Embedding(4, 3, {.lora_rank = 2, .lora_alpha = 4});
  const Tensor x = constant({1, 3});
  const Tensor before = layer(x);
  EXPECT_EQ(before.to_vector<float>(),
            ops::take(layer.weights()[0], x, {.axis = 0}).to_vector<float>());
  ASSERT_EQ(layer->trainable_weights().size(), 2u);
  const Tensor a = noise({4, 2}), b = noise({2, 3}, 2);
  layer->trainable_weights()[0].assign(a);
  layer->trainable_weights()[1].assign(b);
  const Tensor change = 2 * ops::take(ops::matmul(a, b), x, {.axis = 0});
  EXPECT_LT(largest_difference(layer(x), before + change), 1e-6);
  EXPECT_EQ(error_of([] { layers::Embedding(4, 3, {.lora_rank = 0}); }),
            "ValueError: Embedding: lora_rank must be at least 1, not 0.");
  EXPECT_EQ(error_of([] {
              layers::Embedding(4, 3, {.embeddings_constraint = "non_neg", .lora_rank = 1});
            }),
            "ValueError: Embedding: lora_rank and embeddings_constraint exclude each other.");
}

}  // namespace
}  // namespace cornu
