#include <gtest/gtest.h>

#include <cornu/cornu.h>

/// The "Models" programs of the API's contract, as far as they concern structure.
namespace {

using namespace cornu;

TEST(Api, SequentialModels) {
  Sequential model({
      Input({28, 28, 1}),
      layers::Rescaling(1.0 / 255),
      layers::Conv2D(32, 3, {.activation = "relu"}),
      layers::MaxPooling2D(2),
      layers::Conv2D(64, {3, 3}, {.padding = "same", .kernel_regularizer = regularizers::L2(1e-4)}),
      layers::BatchNormalization({.momentum = 0.9}),
      layers::Activation("relu"),
      layers::GlobalAveragePooling2D(),
      layers::Dense(10, {.name = "logits"}),
  });
  model.add(layers::Softmax());
  EXPECT_NE(model.summary().find("logits (Dense)"), std::string::npos);
  EXPECT_EQ(model.layers().size(), 9u);
  EXPECT_EQ(model(zeros({2, 28, 28, 1})).shape(), (Shape{2, 10}));
}

TEST(Api, FunctionalModels) {
  auto image = Input({32, 32, 3}, {.name = "image"});
  auto extra = Input({8}, {.name = "extra"});
  auto shared = layers::Dense(16, {.activation = "tanh"});
  auto h = layers::Flatten()(layers::Conv2D(8, 3)(image));
  auto joined = layers::Concatenate()({shared(layers::Dense(8)(h)), shared(extra)}) * 0.5 + 1.0;
  auto label = layers::Dense(10, {.activation = "softmax", .name = "label"})(joined);
  auto score = layers::Dense(1, {.name = "score"})(ops::tanh(joined));
  Model both({image, extra}, {label, score});
  EXPECT_EQ(both.output_names(), (std::vector<std::string>{"label", "score"}));
  auto [labels, scores] = both.many<2>({zeros({2, 32, 32, 3}), zeros({2, 8})});
  EXPECT_EQ(labels.shape(), (Shape{2, 10}));
  EXPECT_EQ(scores.shape(), (Shape{2, 1}));
}

TEST(Api, SeveralOutputsOfOneLayer) {
  auto sequence_input = Input({unknown, 4});
  auto h0 = Input({32}), c0 = Input({32});
  auto lstm = layers::LSTM(32, {.return_sequences = true, .return_state = true});
  auto [sequence, state_h, state_c] = lstm.many<3>(sequence_input, {.initial_state = {h0, c0}});
  EXPECT_EQ(sequence.spec().text(), "f32[?,?,32]");
  EXPECT_EQ(state_c.spec().text(), "f32[?,32]");
  Model model({sequence_input, h0, c0}, sequence);
  EXPECT_EQ(model({ones({2, 3, 4}), ones({2, 32}), ones({2, 32})}).shape(), (Shape{2, 3, 32}));
}

}  // namespace
