#include <gtest/gtest.h>

#include <cmath>

#include "framework/base/error.h"
#include "framework/ops/ops.h"
#include "layers/initializers/initializers.h"
#include "layers/layers.h"
#include "layers/regularizers/regularizers.h"
#include "tests/support/run_layer_case.h"

namespace cornu {
namespace {

Tensor noise(const Shape& shape, int64_t seed = 1) {
  return initializers::RandomNormal({.stddev = 1, .seed = seed})->call(shape, DType::f32);
}

TEST(LayerCases, Dense) {
  run_layer_case({layers::Dense(3, {.activation = "tanh"}), noise({4, 5})});
}

TEST(LayerCases, Conv2D) {
  run_layer_case({layers::Conv2D(4, 3, {.padding = "same"}), noise({2, 6, 5, 2})});
  run_layer_case({layers::Conv2D(4, {2, 3}, {.strides = 2, .groups = 2, .use_bias = false}),
                  noise({2, 7, 7, 4})});
  run_layer_case({layers::Conv2D(2, 2, {.data_format = "channels_first", .dilation_rate = 2}),
                  noise({2, 3, 6, 5})});
}

TEST(LayerCases, BatchNormalization) {
  run_layer_case({layers::BatchNormalization(), noise({8, 3}), true});
  run_layer_case({layers::BatchNormalization({.axis = 1, .scale = false}), noise({4, 3, 2}), true});
  run_layer_case({layers::BatchNormalization(), noise({8, 3})});
}

TEST(LayerCases, Shapes) {
  run_layer_case({layers::Flatten(), noise({2, 3, 4})});
  run_layer_case({layers::Reshape({-1, 2}), noise({2, 3, 4})});
  run_layer_case({layers::GlobalAveragePooling2D({.keepdims = true}), noise({2, 3, 4, 5})});
}

TEST(LayerCases, Pooling) {
  run_layer_case({layers::MaxPooling2D(), noise({2, 4, 5, 3})});
  run_layer_case(
      {layers::MaxPooling2D({2, 3}, {.strides = 1, .padding = "same"}), noise({2, 4, 5, 3})});
  run_layer_case(
      {layers::AveragePooling2D(2, {.data_format = "channels_first"}), noise({2, 3, 4, 5})});
}

TEST(LayerCases, Dropout) { run_layer_case({layers::Dropout(0.5), noise({2, 3})}); }

TEST(Dropout, ScalesWhatItKeepsInTrainingOnly) {
  const Tensor x = ones({1000});
  const auto dropped = layers::Dropout(0.25, {.seed = 3})(x, {.training = true});
  double kept = 0;
  for (const float value : dropped.to_vector<float>()) {
    EXPECT_TRUE(value == 0 || std::abs(value - 4.f / 3) < 1e-6) << value;
    kept += value > 0;
  }
  EXPECT_NEAR(kept / 1000, 0.75, 0.05);
  EXPECT_EQ(layers::Dropout(0.25)(x).to_vector<float>(), x.to_vector<float>());
  EXPECT_EQ(layers::Dropout(1)(x, {.training = true}).to_vector<float>(),
            zeros({1000}).to_vector<float>());
  const auto layer = layers::Dropout(0.5);
  EXPECT_NE(layer(x, {.training = true}).to_vector<float>(),
            layer(x, {.training = true}).to_vector<float>());
  EXPECT_TRUE(layer.weights().empty());
  const auto shared = layers::Dropout(0.5, {.noise_shape = Shape{unknown, 1}});
  const auto rows = shared(ones({50, 2}), {.training = true}).to_vector<float>();
  for (size_t i = 0; i < 50; ++i) EXPECT_EQ(rows[2 * i], rows[2 * i + 1]);
}

TEST(LayerCases, Elementwise) {
  run_layer_case({layers::Activation("sigmoid"), noise({2, 3})});
  run_layer_case({layers::ReLU({.max_value = 1, .negative_slope = 0.1}), noise({2, 3})});
  run_layer_case({layers::Rescaling(0.5, {.offset = 1}), noise({2, 3})});
  run_layer_case({layers::Softmax(), noise({2, 3})});
  run_layer_case({layers::Masking(), noise({2, 3, 4})});
}

TEST(LayerCases, Merges) {
  run_layer_case({layers::Add(), {noise({2, 3}), noise({2, 3}, 2)}});
  run_layer_case({layers::Concatenate({.axis = 1}), {noise({2, 3}), noise({2, 1}, 2)}});
}

TEST(LayerCases, Embedding) {
  run_layer_case({layers::Embedding(5, 3, {.mask_zero = true}), constant({{1, 2, 0}, {4, 4, 1}})});
}

TEST(LayerCases, LSTM) {
  run_layer_case({layers::LSTM(3), noise({2, 4, 5})});
  run_layer_case(
      {layers::LSTM(3, {.return_sequences = true, .return_state = true}), noise({2, 4, 5})});
  run_layer_case({layers::LSTM(2, {.go_backwards = true, .unroll = true}), noise({2, 3, 4})});
}

TEST(LSTM, RepeatsTheOutputOfMaskedSteps) {
  const auto lstm = layers::LSTM(2, {.return_sequences = true});
  const Tensor x = noise({1, 4, 3});
  const Tensor mask = constant({{false, true, false, true}});
  const Tensor masked = lstm(x, {.mask = mask});
  const auto y = masked.to_vector<float>();
  EXPECT_EQ((std::vector<float>{y[0], y[1]}), (std::vector<float>{0, 0}));
  EXPECT_EQ((std::vector<float>{y[4], y[5]}), (std::vector<float>{y[2], y[3]}));
  const Tensor valid =
      ops::concatenate({slice_axis(x, 1, {1, 2}), slice_axis(x, 1, {3, 4})}, {.axis = 1});
  const auto plain = lstm(valid).to_vector<float>();
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_NEAR(y[2 + i], plain[i], 1e-6);
    EXPECT_NEAR(y[6 + i], plain[2 + i], 1e-6);
  }
}

TEST(LSTM, DropsInputsAndStateInTrainingOnly) {
  const Tensor x = noise({2, 3, 4});
  const auto values = [](const Tensor& t) { return t.to_vector<float>(); };
  const auto inputs = layers::LSTM(2, {.dropout = 1});
  EXPECT_EQ(values(inputs(x, {.training = true})), values(inputs(zeros({2, 3, 4}))));
  EXPECT_NE(values(inputs(x)), values(inputs(zeros({2, 3, 4}))));
  const auto state = layers::LSTM(2, {.recurrent_dropout = 0.5, .seed = 1});
  EXPECT_NE(values(state(x, {.training = true})), values(state(x)));
  const Tensor first = slice_axis(x, 1, {0, 1});  // no state to drop yet
  EXPECT_EQ(values(state(first, {.training = true})), values(state(first)));
}

TEST(LSTM, KeepsItsStateWhereItIsStateful) {
  const auto lstm = layers::LSTM(2, {.stateful = true});
  const Tensor x = noise({1, 4, 3});
  const auto whole = lstm(x).to_vector<float>();
  lstm->reset_state();
  lstm(slice_axis(x, 1, {0, 2}));
  const auto second = lstm(slice_axis(x, 1, {2, 4})).to_vector<float>();
  for (size_t i = 0; i < 2; ++i) EXPECT_NEAR(second[i], whole[i], 1e-6);
}

TEST(LSTM, StartsFromItsInitialState) {
  const auto lstm = layers::LSTM(2, {.return_state = true});
  const Tensor x = noise({1, 4, 3});
  auto [y, h, c] = lstm.many<3>(slice_axis(x, 1, {0, 2}));
  auto [y2, h2, c2] = lstm.many<3>(slice_axis(x, 1, {2, 4}), {.initial_state = {h, c}});
  auto [whole, h3, c3] = lstm.many<3>(x);
  for (size_t i = 0; i < 2; ++i)
    EXPECT_NEAR(y2.to_vector<float>()[i], whole.to_vector<float>()[i], 1e-6);
  EXPECT_EQ(lstm.weights()[0].path(), lstm.name() + "/lstm_cell/kernel");
}

TEST(BatchNormalization, MovesItsStatisticsInTrainingOnly) {
  const auto layer = layers::BatchNormalization({.momentum = 0.9});
  const Tensor x = constant({{1.f}, {3.f}});  // mean 2, biased variance 1
  layer(x);
  EXPECT_EQ(layer->get_weights()[2].item<float>(), 0);
  layer(x, {.training = true});
  EXPECT_NEAR(layer->get_weights()[2].item<float>(), 0.2, 1e-6);
  EXPECT_NEAR(layer->get_weights()[3].item<float>(), 1.0, 1e-6);
  layer->set_trainable(false);
  layer(x, {.training = true});
  EXPECT_NEAR(layer->get_weights()[2].item<float>(), 0.2, 1e-6);
}

TEST(Masks, TravelThroughLayersAndGraphs) {
  auto tokens = constant({{3, 0, 2}, {0, 0, 1}});
  auto embedded = layers::Embedding(5, 4, {.mask_zero = true})(tokens);
  ASSERT_TRUE(embedded.mask().defined());
  EXPECT_EQ(embedded.mask().to_vector<bool>(),
            (std::vector<bool>{true, false, true, false, false, true}));
  EXPECT_TRUE(layers::Dense(2)(embedded).mask().defined());
  EXPECT_FALSE(layers::Flatten()(embedded).mask().defined());
  EXPECT_FALSE((embedded * 2).mask().defined());
}

}  // namespace
}  // namespace cornu
