#include <gtest/gtest.h>

#include <cornu/cornu.h>

/// What introductions show of models, from one neuron to a convolutional net.
namespace {

using namespace cornu;

using Floats = std::vector<float>;

const Tensor& inputs() {
  static const Tensor x = constant({{0., 0.}, {0., 1.}, {1., 0.}, {1., 1.}});
  return x;
}

TEST(Neuron, IsDifferentiatedAutomatically) {
  const Variable W(zeros({2, 1}), {.name = "W"}), b(zeros({1}), {.name = "b"});
  const Tensor y = constant({{0.}, {1.}, {1.}, {1.}});
  const auto predict = [&](const Tensor& x) { return ops::sigmoid(ops::matmul(x, W) + b); };
  GradientTape tape;
  const Tensor prediction = predict(inputs());
  const Tensor loss = ops::mean(ops::square(y - prediction));
  const Tensors by = tape.gradient(loss, {W, b});
  EXPECT_EQ(prediction.to_vector<float>(), Floats(4, 0.5f));
  EXPECT_EQ(loss.item<float>(), 0.25f);
  EXPECT_EQ(by[0].to_vector<float>(), (Floats{-0.125f, -0.125f}));
  EXPECT_EQ(by[1].to_vector<float>(), (Floats{-0.125f}));
  const optimizers::SGD sgd({.learning_rate = 4});
  for (int i = 0; i < 200; ++i)
    sgd.minimize([&] { return ops::mean(ops::square(y - predict(inputs()))); }, {W, b});
  EXPECT_EQ(ops::round(predict(inputs())).to_vector<float>(), y.to_vector<float>());
}

TEST(Dropout, DrawsAMaskInEachStepAndNoneInUse) {
  const Variable W(ones({2, 64}), {.name = "W"}), b(zeros({64}), {.name = "b"});
  const SeedGenerator seed(1);
  const auto output = [&](const Tensor& x, bool training) {
    const Tensor all = ops::sigmoid(ops::matmul(x, W) + b);
    return training ? random::dropout(all, 0.5, {.seed = seed}) : all;
  };
  Function step([&](Tensor x, Tensor y) {
    GradientTape tape;
    const Tensor heard = output(x, true);
    const Tensors by = tape.gradient(ops::mean(ops::square(y - heard)), {W, b});
    W.assign_sub(by[0]);
    b.assign_sub(by[1]);
    return heard;
  });
  const Tensor y = constant(0.25, {4, 64});
  const auto error = [&] { return ops::mean(ops::abs(y - output(inputs(), false))).item<float>(); };
  const float before = error();
  const auto mask = [&] { return ops::not_equal(step(inputs(), y), 0).to_vector<bool>(); };
  const std::vector<bool> first = mask(), second = mask();
  EXPECT_EQ(step.traces(), 1u);
  EXPECT_NE(first, second);
  for (const auto& drawn : {first, second})
    EXPECT_NEAR(static_cast<double>(std::count(drawn.begin(), drawn.end(), true)), 128, 40);
  for (int i = 0; i < 300; ++i) step(inputs(), y);
  EXPECT_LT(error(), 0.5f * before);
  EXPECT_EQ(output(inputs(), false).to_vector<float>(), output(inputs(), false).to_vector<float>());
}

TEST(Dropout, IsOffInAModelThatIsUsed) {
  set_random_seed(1);
  const Sequential model(
      {Input({2}), layers::Dense(32, {.activation = "sigmoid"}), layers::Dropout(0.5)});
  const auto silent = [&](const CallOptions& options) {
    const auto values = model(inputs(), options).to_vector<float>();
    return std::count(values.begin(), values.end(), 0.f);
  };
  EXPECT_EQ(silent({}), 0);
  EXPECT_EQ(silent({.training = false}), 0);
  EXPECT_NEAR(static_cast<double>(silent({.training = true})), 64, 30);
  const auto predicted = model.predict(inputs()).to_vector<float>();
  EXPECT_EQ(std::count(predicted.begin(), predicted.end(), 0.f), 0);
}

TEST(Cnn, LearnsTheDigits) {
  set_random_seed(1);
  const auto [train, validation, test] = datasets::digits();
  const Sequential model({Input({8, 8, 1}), layers::Rescaling(1.0 / 16),
                          layers::Conv2D(32, 3, {.padding = "same"}), layers::ReLU(),
                          layers::MaxPooling2D(2), layers::Flatten(), layers::Dense(10),
                          layers::Softmax()});
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 0.005}),
                 .loss = "sparse_categorical_crossentropy",
                 .metrics = {"accuracy"}});
  model.fit(train, {.epochs = 20, .batch_size = 64, .verbose = 0});
  EXPECT_GE(model.evaluate(test, {.verbose = 0})["accuracy"], 0.96);
  // The backward pass against differences of the loss.
  const Dataset few = test.rows(0, 4);
  check_gradients(model, few.x(), few.y());
}

TEST(Compile, TakesAllArguments) {
  const auto sequence = Input({2, 1});
  const auto one = layers::Dense(1, {.kernel_initializer = "ones", .name = "one"})(sequence);
  const auto three = layers::Dense(
      1, {.kernel_initializer = initializers::Constant(3), .name = "three"})(sequence);
  const Model model(sequence, {one, three});
  model.compile({.optimizer = "rmsprop",
                 .loss = {{"one", "mse"}, {"three", "mae"}},
                 .loss_weights = {{"one", 1.0}, {"three", 0.5}},
                 .metrics = {{"one", "mae"}},
                 .weighted_metrics = {{"three", "mae"}},
                 .sample_weight_mode = "temporal"});
  const Tensor x = ones({1, 2, 1}), weights = constant({{1., 0.}});
  const Tensors y = {constant({{{0.}, {1.}}}), constant({{{0.}, {3.}}})};
  const Logs logs = model.evaluate(x, y, {.verbose = 0, .sample_weight = {weights, weights}});
  EXPECT_EQ(logs["one_loss"], 0.5);  // 1 at the first of two steps
  EXPECT_EQ(logs["three_loss"], 1.5);
  EXPECT_EQ(logs["loss"], 0.5 + 0.5 * 1.5);
  EXPECT_EQ(logs["one_mae"], 0.5);
  EXPECT_EQ(logs["three_mae"], 3);
  const History history =
      model.fit(x, y, {.epochs = 100, .verbose = 0, .sample_weight = {weights, weights}});
  EXPECT_LT(history["loss"].back(), history["loss"].front());
}

}  // namespace
