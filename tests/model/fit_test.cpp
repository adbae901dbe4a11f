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
#include "tests/support/warnings.h"

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

TEST(Fit, TakesKeras2sSampleWeightMode) {
  Sequential model({Input({3, 1}), layers::Dense(1, {.kernel_initializer = "ones"})});
  CompileOptions options{.optimizer = "sgd", .loss = "mse", .sample_weight_mode = "temporal"};
  model.compile(options);
  const Tensor x = ones({4, 3, 1}), y = zeros({4, 3, 1});
  model.fit(x, y, {.verbose = 0, .sample_weight = ones({4, 3})});
  EXPECT_EQ(error_of([&] { model.fit(x, y, {.verbose = 0, .sample_weight = ones({4})}); }),
            "ShapeError: sample_weight_mode \"temporal\" needs weights [samples, steps], these are "
            "f32[4].");
  options.sample_weight_mode = "temporl";
  EXPECT_EQ(error_of([&] { model.compile(options); }),
            "ValueError: compile: sample_weight_mode must be \"temporal\" or nothing, not "
            "\"temporl\".");
  const auto read = [](const char* text) {
    return compile_options_from_json(parse_json(text, "c"));
  };
  EXPECT_EQ(read(R"({"sample_weight_mode": "temporal"})").sample_weight_mode, "temporal");
  EXPECT_FALSE(read(R"({"sample_weight_mode": null})").sample_weight_mode.has_value());
  EXPECT_EQ(
      error_of([&] { read(R"({"target_tensors": []})"); }),
      "ConfigError: compile: \"target_tensors\" is not supported.\n  hint: pass the targets to "
      "fit, as y.\n  at c:1:20 (/target_tensors)");
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

/// Writes down which batches callbacks see.
class BatchRecorder final : public Configured<CallbackBase, NoFields> {
 public:
  void on_train_batch_begin(int64_t batch) override { note('b', batch); }
  void on_train_batch_end(int64_t batch, const BatchLogs&) override { note('B', batch); }
  void on_test_batch_begin(int64_t batch) override { note('t', batch); }
  void on_test_batch_end(int64_t batch, const BatchLogs&) override { note('T', batch); }
  void on_predict_batch_begin(int64_t batch) override { note('p', batch); }
  void on_predict_batch_end(int64_t batch) override { note('P', batch); }
  std::string events;

 private:
  void note(char kind, int64_t batch) { events += concat(kind, batch, " "); }
};

/// Those of one epoch of fit, of evaluate and of predict; steps taken; rows predicted.
std::string events_of(int64_t steps_per_execution, int64_t batch_size,
                      std::optional<int64_t> steps = {}) {
  const Line line;
  const Sequential model = line_model();
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.01}),
                 .loss = "mse",
                 .steps_per_execution = steps_per_execution});
  const auto recorder = std::make_shared<BatchRecorder>();
  model.fit(line.x, line.y,
            {.batch_size = batch_size,
             .verbose = 0,
             .shuffle = false,
             .steps_per_epoch = steps,
             .callbacks = {recorder}});
  recorder->events += concat(model.optimizer()->iteration().value().item<int>(), " ");
  model.evaluate(line.x, line.y, {.batch_size = batch_size, .verbose = 0, .callbacks = {recorder}});
  const Tensor made = model.predict(line.x, {.batch_size = batch_size, .callbacks = {recorder}});
  return recorder->events + concat(made.shape()[0]);
}

// As real Keras 3.15.1 on TensorFlow calls them.
TEST(Fit, RunsSeveralStepsPerExecution) {
  EXPECT_EQ(events_of(1, 4), "b0 B0 b1 B1 2 t0 T0 t1 T1 p0 P0 p1 P1 8");
  EXPECT_EQ(events_of(2, 2), "b0 B1 b2 B3 4 t0 T1 t2 T3 p0 P1 p2 P3 8");
  EXPECT_EQ(events_of(3, 2), "b0 B2 b3 B5 4 t0 T2 t3 T5 p0 P2 p3 P5 8");
  EXPECT_EQ(events_of(2, 2, 3), "b0 B1 b2 B3 4 t0 T1 t2 T3 p0 P1 p2 P3 8");
  EXPECT_EQ(events_of(8, 2), "b0 B7 4 t0 T7 p0 P7 8");
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

TEST(Fit, WeighsClassesOfAPart) {
  const Line line;
  Sequential model({Input({1}), layers::Dense(1, {.kernel_initializer = "zeros"})});
  model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.0}), .loss = "mse"});
  const Tensor y = constant({{1.f}, {1.f}, {1.f}, {1.f}, {0.f}, {1.f}, {0.f}, {0.f}});
  const Dataset part = data::from_arrays(line.x, y).rows(4, 8);
  EXPECT_NEAR(model.fit(part, {.verbose = 0, .class_weight = {{1, 3.0}}})["loss"][0], 3.0 / 4,
              1e-6);
  EXPECT_NEAR(
      model.fit(part, {.verbose = 0, .sample_weight = constant({1.f, 5.f, 1.f, 1.f})})["loss"][0],
      5.0 / 4, 1e-6);
}

TEST(Fit, WarnsOfLayersFrozenAfterCompile) {
  const Line line;
  const Warnings warnings;
  Sequential model({Input({1}), layers::Dense(2, {.name = "first"}), layers::Dense(1)},
                   {.name = "pair"});
  model.compile({.loss = "mse"});
  model.fit(line.x, line.y, {.verbose = 0});
  EXPECT_EQ(warnings.text(), "");
  model.get_layer("first")->set_trainable(false);
  const std::vector<float> before = model.weights()[0].value().to_vector<float>();
  model.fit(line.x, line.y, {.verbose = 0});
  const std::string expected =
      "Since layer \"pair\" (Sequential) was compiled, these layers were frozen or freed: "
      "\"first\".\n  hint: compile() again, so that the optimizer sees the change.\n";
  EXPECT_EQ(warnings.text(), expected);
  model.evaluate(line.x, line.y, {.verbose = 0});  // once is enough
  EXPECT_EQ(warnings.text(), expected);
  model.compile({.loss = "mse"});
  model.fit(line.x, line.y, {.verbose = 0});
  EXPECT_EQ(warnings.text(), expected);
}

TEST(Fit, WarnsOfWeightsWithoutAGradient) {
  const Line line;
  const Warnings warnings;
  const auto x = Input({1});
  const Model model(x, {layers::Dense(1, {.name = "used"})(x),
                        layers::Dense(1, {.use_bias = false, .name = "left_alone"})(x)});
  model.compile({.loss = {{"used", "mse"}, {"left_alone", {}}}});
  for (int i = 0; i < 2; ++i) model.fit(line.x, line.y, {.verbose = 0});
  EXPECT_EQ(warnings.text(),
            "The loss has no gradient for these variables, which stay as they are: "
            "\"left_alone/kernel\".\n  hint: does every output that should train them have a "
            "loss?\n");
}

TEST(Compile, KeepsJitCompile) {
  EXPECT_EQ(to_json(CompileOptions{})["jit_compile"].dump(), "false");
  EXPECT_EQ(to_json(CompileOptions{.jit_compile = true})["jit_compile"].dump(), "true");
  const Json json = parse_json(R"({"loss": "mse", "jit_compile": true})", "");
  EXPECT_EQ(compile_options_from_json(json).jit_compile, true);
  EXPECT_EQ(compile_options_from_json(parse_json(R"({"jit_compile": "auto"})", "")).jit_compile,
            std::nullopt);
  const Warnings warnings;
  const Sequential model = line_model();
  model.compile({.loss = "mse", .run_eagerly = true, .jit_compile = true});
  EXPECT_EQ(warnings.text(),
            "compile: run_eagerly and jit_compile are both true; jit_compile is taken as false.\n");
  EXPECT_EQ(model.trainer().options().jit_compile, false);
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
