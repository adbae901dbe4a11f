#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <cmath>
#include <sstream>

#include "framework/base/error.h"
#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/runtime/messages.h"
#include "framework/trace/function.h"
#include "layers/initializers/initializers.h"
#include "layers/layers.h"
#include "layers/lstm_cell.h"
#include "layers/regularizers/regularizers.h"
#include "tests/support/error_of.h"
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

TEST(LayerCases, MelSpectrogram) {
  const layers::MelSpectrogramOptions options{.fft_length = 16,
                                              .sequence_stride = 4,
                                              .sampling_rate = 400,
                                              .num_mel_bins = 3,
                                              .power_to_db = false};
  run_layer_case({layers::MelSpectrogram(options), noise({2, 40})});
  EXPECT_EQ(error_of([] { layers::MelSpectrogram({.fft_length = 8, .sequence_length = 9}); }),
            "ValueError: MelSpectrogram: fft_length is 8; it must be at least sequence_length, 9.");
  EXPECT_EQ(error_of([] { layers::MelSpectrogram({.num_mel_bins = 0}); }),
            "ValueError: MelSpectrogram: num_mel_bins is 0; it must be at least 1.");
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

TEST(LSTM, CompiledProgramsSeeItsStateReset) {
  const auto lstm = layers::LSTM(2, {.stateful = true});
  const Tensor x = noise({1, 4, 3});
  Function step([&](Tensor in) { return lstm(in); });
  const auto first = step(x).to_vector<float>(), second = step(x).to_vector<float>();
  EXPECT_NE(first, second);
  lstm->reset_state();
  EXPECT_EQ(step(x).to_vector<float>(), first);
  EXPECT_EQ(step(x).to_vector<float>(), second);
}

TEST(LSTM, GoesOnFromAnInitialStateWhereItIsStateful) {
  const Tensor x = noise({1, 4, 3}), h = noise({1, 2}, 2), c = noise({1, 2}, 3);
  const auto plain = layers::LSTM(2), stateful = layers::LSTM(2, {.stateful = true});
  plain(x);
  stateful(x, {.initial_state = {h, c}});
  stateful->set_weights(plain->get_weights());
  const auto whole = plain(x, {.initial_state = {h, c}}).to_vector<float>();
  stateful(slice_axis(x, 1, {0, 2}), {.initial_state = {h, c}});
  const auto second = stateful(slice_axis(x, 1, {2, 4})).to_vector<float>();
  for (size_t i = 0; i < 2; ++i) EXPECT_NEAR(second[i], whole[i], 1e-6);
  EXPECT_EQ(error_of([&] {
              stateful(noise({2, 4, 3}));
            }),
            concat("ShapeError: it is stateful for batches of 1, this one has 2.\n  hint: give its "
                   "Input a batch_size, and all batches that size.\n  in layer \"",
                   stateful.name(), "\" (LSTM)"));
}

TEST(LSTMCell, HasAMaskForEachGateWithRecurrentDropout) {
  const Tensor x = ones({3, 40});
  for (const double recurrent : {0.0, 0.5}) {
    LSTMCell cell({.units = 50, .dropout = 0.5, .recurrent_dropout = recurrent, .seed = 1});
    const LSTMCell::Kept kept = cell.draw(true, x);
    EXPECT_EQ(kept.inputs.size(), recurrent > 0 ? 4u : 1u);
    EXPECT_EQ(kept.state.size(), recurrent > 0 ? 4u : 0u);
    EXPECT_EQ(kept.inputs[0].shape(), (Shape{3, 40}));
    if (recurrent > 0) {
      EXPECT_NE(kept.inputs[0].to_vector<float>(), kept.inputs[1].to_vector<float>());
      EXPECT_EQ(kept.state[3].shape(), (Shape{3, 50}));
    }
    EXPECT_TRUE(cell.draw(false, x).inputs.empty());
    EXPECT_EQ(cell.draw(true, ones({3, 7, 40})).inputs[0].shape(), (Shape{3, 1, 40}));
  }
  const auto cell = layers::LSTMCell(2, {.dropout = 0.5, .seed = 3});
  const auto h = [&](bool training) {
    return cell.many<3>({noise({2, 5}), zeros({2, 2}), zeros({2, 2})}, {.training = training})[0]
        .to_vector<float>();
  };
  EXPECT_NE(h(true), h(false));
  run_layer_case({layers::LSTM(3, {.dropout = 0.5, .recurrent_dropout = 0.5}), noise({2, 4, 5})});
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

TEST(Shapes, MayHaveSeveralUnknownSizes) {
  const auto image = Input({unknown, unknown, 3});
  EXPECT_EQ(layers::Flatten()(image).spec().text(), "f32[?,?]");
  EXPECT_EQ(layers::Reshape({-1, 3})(image).spec().text(), "f32[?,?,3]");
  const Model model(image, layers::Reshape({-1, 3})(image));
  EXPECT_EQ(model.predict(ones({5, 2, 4, 3})).shape(), (Shape{5, 8, 3}));
  const Model flat(image, layers::Flatten()(image));
  EXPECT_EQ(flat.predict(ones({5, 2, 4, 3})).shape(), (Shape{5, 24}));
  EXPECT_EQ(flat(ones({2, 1, 4, 3})).shape(), (Shape{2, 12}));
}

TEST(LayerOptions, AreThoseOfKerasBaseLayer) {
  const Json json = parse_json(
      R"({"class_name": "Flatten", "config": {"name": "f", "activity_regularizer":
          {"class_name": "L2", "config": {"l2": 0.5}}, "autocast": false}})",
      "");
  const auto flatten = FieldTraits<LayerRef>::from_json(json, {});
  EXPECT_FALSE(flatten->autocasts());
  EXPECT_EQ(flatten->get_config()["activity_regularizer"]["config"]["l2"].as_double(), 0.5);
  Tensors losses;
  flatten(constant({{1.f, 2.f}, {3.f, 4.f}}), CallContext(true, &losses));
  ASSERT_EQ(losses.size(), 1u);
  EXPECT_FLOAT_EQ(losses[0].item<float>(), 0.5f * 30 / 2);
}

TEST(LayerOptions, AutocastMayBeLeftOut) {
  for (const bool autocast : {true, false}) {
    const auto dense = layers::Dense(3, {.dtype = "mixed_bfloat16"});
    dense->set_options({.autocast = autocast});
    EXPECT_EQ(dense(ones({2, 4})).dtype(), autocast ? DType::bf16 : DType::f32);
  }
}

TEST(InputLayer, ReadsEveryWayOfGivingAShape) {
  const auto shape_of = [](std::string_view config) {
    const auto layer = FieldTraits<LayerRef>::from_json(
        parse_json(concat(R"({"class_name": "InputLayer", "config": )", config, "}"), ""), {});
    return layer.as<InputLayer>().spec().shape;
  };
  EXPECT_EQ(shape_of(R"({"batch_shape": [null, 4]})"), (Shape{unknown, 4}));
  EXPECT_EQ(shape_of(R"({"batch_input_shape": [2, null, 4]})"), (Shape{2, unknown, 4}));
  EXPECT_EQ(shape_of(R"({"shape": [4, 3]})"), (Shape{unknown, 4, 3}));
  EXPECT_EQ(shape_of(R"({"shape": [4], "batch_size": 8})"), (Shape{8, 4}));
  EXPECT_NE(error_of([&] {
              shape_of(R"({"shape": [4], "batch_shape": [8, 4]})");
            }).find("InputLayer: give batch_shape, or shape and batch_size, not both."),
            std::string::npos);
}

TEST(Masks, AreMissedAloud) {
  std::ostringstream out;
  auto logger = std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(out));
  logger->set_pattern("%v");
  set_logger(logger);
  const auto flatten = layers::Flatten({.name = "loses_masks"});
  const Tensor masked = ones({2, 3, 4}).with_mask(ops::equal(ones({2, 3}), 1));
  flatten(masked);
  flatten(masked);  // said once
  layers::Dense(2)(masked);
  set_logger(nullptr);
  EXPECT_EQ(
      out.str(),
      "The layer \"loses_masks\" (Flatten) was given a mask but does not support masking: the "
      "layers after it will not see the mask.\n");
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
