#include <gtest/gtest.h>

#include "framework/model/callbacks/early_stopping.h"
#include "framework/model/callbacks/lambda_callback.h"
#include "framework/model/model.h"
#include "framework/model/trainer.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/dense.h"
#include "losses/mean_squared_error.h"
#include "optimizers/sgd.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// y = 2 x + 1 at eight places.
struct Line {
  Tensor x = constant({{0.f}, {1.f}, {2.f}, {3.f}, {4.f}, {5.f}, {6.f}, {7.f}});
  Tensor y = constant({{1.f}, {3.f}, {5.f}, {7.f}, {9.f}, {11.f}, {13.f}, {15.f}});
};

Sequential line_model() {
  Sequential model({Input({1}), layers::Dense(1, {.kernel_initializer = "zeros"})});
  model.compile(
      {.optimizer = optimizers::SGD({.learning_rate = 0.01}), .loss = "mse", .metrics = {"mae"}});
  return model;
}

TEST(Fit, LearnsALine) {
  const Line line;
  const Sequential model = line_model();
  const History history = model.fit(line.x, line.y, {.epochs = 300, .batch_size = 4, .verbose = 0});
  EXPECT_EQ(history["loss"].size(), 300u);
  EXPECT_LT(history["loss"].back(), history["loss"].front() / 1000);
  EXPECT_NEAR(model.predict(constant({{10.f}}), {.verbose = 0}).item<float>(), 21, 0.2);
  EXPECT_LT(model.evaluate(line.x, line.y, {.verbose = 0})["mae"], 0.2);
}

TEST(Fit, GivesTheSameNumbersEagerly) {
  const Line line;
  std::vector<std::vector<double>> losses;
  for (const bool eager : {false, true}) {
    Sequential model({Input({1}), layers::Dense(3, {.kernel_initializer = "ones"}),
                      layers::Dense(1, {.kernel_initializer = "ones"})});
    model.compile({.optimizer = "adam", .loss = "mae", .run_eagerly = eager});
    losses.push_back(model.fit(
        line.x, line.y, {.epochs = 4, .batch_size = 3, .verbose = 0, .shuffle = false})["loss"]);
  }
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(losses[0][i], losses[1][i], 1e-6);
}

TEST(Fit, WeighsAPartialBatchByItsSamples) {
  const Line line;
  Sequential model = line_model();
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.0}), .loss = "mse"});
  const History history =
      model.fit(line.x, line.y, {.batch_size = 5, .verbose = 0, .shuffle = false});
  // Predictions are 0: the mean of y².
  EXPECT_NEAR(history["loss"][0], 680.0 / 8, 1e-4);
}

TEST(Fit, ValidatesOnTheLastSamples) {
  const Line line;
  Sequential model = line_model();
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.0}), .loss = "mse"});
  const History history = model.fit(
      line.x, line.y, {.epochs = 3, .verbose = 0, .validation_split = 0.25, .validation_freq = 2});
  ASSERT_EQ(history["val_loss"].size(), 1u);
  EXPECT_NEAR(history["val_loss"][0], (169 + 225) / 2.0, 1e-4);
  EXPECT_NEAR(history["loss"][0], (1 + 9 + 25 + 49 + 81 + 121) / 6.0, 1e-4);
}

TEST(Fit, WeighsClasses) {
  const Line line;
  Sequential model({Input({1}), layers::Dense(1, {.kernel_initializer = "zeros"})});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.0}), .loss = "mse"});
  const Tensor y = constant({{0.f}, {1.f}, {0.f}, {1.f}, {0.f}, {1.f}, {0.f}, {1.f}});
  const History history = model.fit(line.x, y, {.verbose = 0, .class_weight = {{1, 3.0}}});
  EXPECT_NEAR(history["loss"][0], 4 * 3.0 / 8, 1e-6);
}

TEST(Fit, CallsBackAtEveryEvent) {
  const Line line;
  std::string events;
  const CallbackRef record = callbacks::LambdaCallback(
      {.on_epoch_begin = [&](int epoch, const Logs&) { events += concat("e", epoch, " "); },
       .on_epoch_end = [&](int, const Logs& logs) { events += concat("E", logs.size(), " "); },
       .on_train_begin = [&](const Logs&) { events += "t "; },
       .on_train_end = [&](const Logs&) { events += "T"; },
       .on_train_batch_end =
           [&](int batch, const Logs& logs) {
             EXPECT_TRUE(logs.contains("mae"));
             events += concat("b", batch, " ");
           }});
  line_model().fit(line.x, line.y,
                   {.epochs = 2, .batch_size = 4, .verbose = 0, .callbacks = {record}});
  EXPECT_EQ(events, "t e0 b0 b1 E2 e1 b0 b1 E2 T");
}

TEST(Fit, StopsWithinAnEpoch) {
  const Line line;
  const Sequential model = line_model();
  int batches = 0;
  const CallbackRef stop = callbacks::LambdaCallback({.on_train_batch_end = [&](int, const Logs&) {
    if (++batches == 3) model.stop_training();
  }});
  const History history = model.fit(
      line.x, line.y,
      {.epochs = 9, .batch_size = 2, .verbose = 0, .validation_split = 0.25, .callbacks = {stop}});
  EXPECT_EQ(batches, 3);
  EXPECT_EQ(history["val_loss"].size(), 1u);
}

TEST(EarlyStopping, NeedsADirection) {
  const Line line;
  const Sequential model = line_model();
  EXPECT_EQ(error_of([&] {
              model.fit(
                  line.x, line.y,
                  {.verbose = 0, .callbacks = {callbacks::EarlyStopping({.monitor = "val_foo"})}});
            }),
            "ValueError: EarlyStopping: nothing says whether \"val_foo\" should fall or grow.\n  "
            "hint: give mode \"min\" or \"max\".");
}

TEST(Fit, OnOneBatchIsAStep) {
  const Line line;
  const Sequential model = line_model();
  const Logs first = model.train_on_batch(line.x, line.y);
  EXPECT_NEAR(first["loss"], 85, 1e-3);
  EXPECT_EQ(model.optimizer()->iteration().value().item<int>(), 1);
  EXPECT_EQ(model.predict_on_batch(line.x).shape(), (Shape{8, 1}));
  EXPECT_TRUE(model.test_on_batch(line.x, line.y).contains("mae"));
}

TEST(Fit, SaysWhatIsMissing) {
  const Line line;
  const Sequential model({Input({1}), layers::Dense(1, {.name = "line"})});
  EXPECT_EQ(error_of([&] { model.fit(line.x, line.y); }),
            "ValueError: fit: the model is not compiled.\n  hint: call compile() first.");
  model.compile();
  EXPECT_EQ(error_of([&] { model.fit(line.x, line.y, {.verbose = 0}); }),
            "ValueError: there is no loss to minimise.\n  hint: give compile() a loss, or call "
            "add_loss in a layer.");
  model.compile({.loss = "mse"});
  EXPECT_EQ(error_of([&] { model.fit(line.x, {}, {.verbose = 0}); }),
            "ValueError: the output \"line\" has a loss but no targets.\n  hint: pass y to fit.");
}

TEST(Compile, GoesToFilesAndBack) {
  const CompileOptions options{.optimizer = optimizers::SGD({.momentum = 0.5}),
                               .loss = {{"a", "mse"}, {"b", losses::MeanSquaredError()}},
                               .loss_weights = {{"a", 1.0}, {"b", 0.5}},
                               .metrics = {{"a", {"mae", "accuracy"}}},
                               .run_eagerly = true};
  const Json json = to_json(options);
  EXPECT_EQ(json["loss"]["a"].as_string(), "mse");
  EXPECT_EQ(json["loss"]["b"]["class_name"].as_string(), "MeanSquaredError");
  EXPECT_EQ(json["metrics"].dump(), R"({"a": ["mae", "accuracy"]})");
  EXPECT_EQ(to_json(compile_options_from_json(json)), json);
  EXPECT_EQ(error_of([&] { compile_options_from_json(parse_json(R"({"los": "mse"})", "")); }),
            "ConfigError: compile: unknown argument \"los\". Did you mean \"loss\"?");
}

}  // namespace
}  // namespace cornu
