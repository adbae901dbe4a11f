#include <cornu/cornu.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/support/temporary_folder.h"

/// The programs of the sections "Training and using a model" and "Inside a product".
namespace {

using namespace cornu;

struct Data {
  Tensor x = random::normal({60, 6}, {.seed = 1});
  Tensor y = ops::argmax(x.slice({all, {0, 3}}), {.axis = -1});
};

Sequential classifier() {
  set_random_seed(1);
  Sequential model(
      {Input({6}), layers::Dense(8, {.activation = "relu"}), layers::Dense(3), layers::Softmax()});
  model.compile({.optimizer = "rmsprop",
                 .loss = losses::SparseCategoricalCrossentropy({.from_logits = false}),
                 .metrics = {"accuracy", metrics::SparseTopKCategoricalAccuracy({.k = 2})}});
  return model;
}

TEST(Api, FitsEvaluatesPredictsSaves) {
  const TemporaryFolder folder;
  const auto [x, y] = Data();
  Sequential model = classifier();
  int epochs = 0;
  double seen = 0;
  History history = model.fit(
      x, y,
      {.epochs = 5,
       .batch_size = 16,
       .verbose = 0,
       .validation_split = 0.1,
       .class_weight = {{0, 1.0}, {1, 3.0}},
       .callbacks = {callbacks::ModelCheckpoint(folder / "best.keras",
                                                {.monitor = "val_loss", .save_best_only = true}),
                     callbacks::ReduceLROnPlateau({.factor = 0.5, .patience = 3}),
                     callbacks::LambdaCallback({.on_epoch_end = [&](int epoch, const Logs& logs) {
                       epochs = epoch + 1;
                       seen = logs["val_accuracy"];
                     }})}});
  EXPECT_EQ(epochs, 5);
  EXPECT_EQ(history["val_accuracy"].back(), seen);
  EXPECT_TRUE(std::filesystem::exists(folder / "best.keras"));

  const Tensor weights = ones({60});
  model.fit(x, y, {.verbose = 0, .validation_data = {x, y}, .sample_weight = weights});
  Logs scores = model.evaluate(x, y, {.verbose = 0});
  EXPECT_GT(scores["accuracy"], 0.2);
  EXPECT_GT(scores["loss"], 0);
  Tensor probabilities = model.predict(x, {.batch_size = 256, .verbose = 0});
  Tensor one = model(x.slice({{0, 1}}));
  const float second = one.at<float>({0, 1});
  EXPECT_NEAR(second, probabilities.to_vector<float>()[1], 1e-6);

  model.save(folder / "model.keras");
  Model again = load_model(folder / "model.keras");
  EXPECT_EQ(again(x).to_vector<float>(), model(x).to_vector<float>());
  model.save_weights(folder / "model.weights.h5");
  again.load_weights(folder / "model.weights.h5");
  EXPECT_NE(model.to_json().find("\"Sequential\""), std::string::npos);
  EXPECT_EQ(model.train_on_batch(x, y).size(), 3u);

  auto arrays = data::from_arrays(x, y);
  EXPECT_EQ(model.fit(arrays, {.epochs = 3, .verbose = 0})["loss"].size(), 3u);
}

TEST(Api, SeveralInputsAndOutputs) {
  set_random_seed(1);
  auto image = Input({8, 8, 3}, {.name = "image"}), extra = Input({8}, {.name = "extra"});
  auto joined =
      layers::Concatenate()({layers::Dense(4)(layers::Flatten()(image)), layers::Dense(4)(extra)});
  auto label = layers::Dense(10, {.activation = "softmax", .name = "label"})(joined);
  auto score = layers::Dense(1, {.name = "score"})(ops::tanh(joined));
  Model both({image, extra}, {label, score});
  both.compile(
      {.optimizer = optimizers::SGD(
           {.learning_rate = schedules::CosineDecay(0.1, 1000), .momentum = 0.9, .nesterov = true}),
       .loss = {{"label", "sparse_categorical_crossentropy"}, {"score", "mse"}},
       .loss_weights = {{"label", 1.0}, {"score", 0.3}},
       .metrics = {{"label", {"accuracy"}}}});
  const Tensor images = random::normal({20, 8, 8, 3}, {.seed = 1});
  const Tensor extras = random::normal({20, 8}, {.seed = 2});
  const Tensor labels = zeros({20}, DType::i32), targets = ones({20, 1});
  both.fit({images, extras}, {labels, targets}, {.epochs = 3, .verbose = 0});
  const History history =
      both.fit({{"image", images}, {"extra", extras}}, {{"label", labels}, {"score", targets}},
               {.epochs = 3, .verbose = 0});
  EXPECT_EQ(history["label_accuracy"].size(), 3u);
  auto [labels_out, scores_out] = both.predict_many<2>({images, extras}, {.verbose = 0});
  EXPECT_EQ(labels_out.shape(), (Shape{20, 10}));
  EXPECT_EQ(scores_out.shape(), (Shape{20, 1}));
}

std::vector<std::byte> bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  const std::vector<char> read{std::istreambuf_iterator<char>(in), {}};
  std::vector<std::byte> bytes(read.size());
  std::transform(read.begin(), read.end(), bytes.begin(),
                 [](char each) { return static_cast<std::byte>(each); });
  return bytes;
}

TEST(Api, InsideAProduct) {
  const TemporaryFolder folder;
  const Data data;
  const Tensor x = data.x;
  classifier().save(folder / "model.keras");
  const std::vector<std::byte> bytes = bytes_of(folder / "model.keras");
  const int threads = num_threads();
  set_num_threads(1);
  set_memory_limit(512 << 20);
  Model model = load_model(std::span<const std::byte>(bytes));
  const Tensor expected = model(x);
  Tensor answers[4];
  {
    std::vector<std::jthread> workers;
    for (Tensor& answer : answers) workers.emplace_back([&] { answer = model(x); });
  }
  for (const Tensor& answer : answers)
    EXPECT_EQ(answer.to_vector<float>(), expected.to_vector<float>());
  set_memory_limit(0);
  set_num_threads(threads);
  try {
    load_model(std::span(bytes).subspan(100));
    ADD_FAILURE() << "a cut file was loaded";
  } catch (const cornu::FileError& error) {
    EXPECT_STRNE(error.what(), "");
  }
  check_gradients(model, x, data.y);
}

TEST(Api, StopsFromAnotherThread) {
  const auto [x, y] = Data();
  const Sequential model = classifier();
  std::jthread stopper;
  const History history =
      model.fit(x, y,
                {.epochs = 1000000,
                 .verbose = 0,
                 .callbacks = {callbacks::LambdaCallback({.on_train_begin = [&](const Logs&) {
                   stopper = std::jthread([&] { model.stop_training(); });
                 }})}});
  EXPECT_LT(history["loss"].size(), 1000000u);
}

}  // namespace
