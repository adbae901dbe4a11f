#include <gtest/gtest.h>

#include <cornu/cornu.h>

#include <sstream>

#include "tests/support/temporary_folder.h"

/// The programs of the API's contract that train, save and load.
namespace {

using namespace cornu;

// The program that the design opens with; fewer epochs than there.
TEST(Api, TheFirstProgram) {
  set_random_seed(1);
  const TemporaryFolder folder;
  std::ostringstream out;
  auto [train, validation, test] = datasets::digits();
  auto inputs = Input({8, 8, 1});
  auto x = layers::Rescaling(1.0 / 16)(inputs);
  x = layers::Conv2D(32, 3, {.padding = "same", .activation = "relu"})(x);
  x = layers::Conv2D(64, 3, {.padding = "same", .activation = "relu"})(x);
  x = layers::MaxPooling2D(2)(x);
  x = layers::Dropout(0.25)(x);
  x = layers::Dense(128, {.activation = "relu"})(layers::Flatten()(x));
  x = layers::Dropout(0.5)(x);
  auto outputs = layers::Dense(10, {.activation = "softmax"})(x);
  Model model(inputs, outputs, {.name = "digits_cnn"});
  out << model.summary();
  model.compile({.optimizer = optimizers::Adam({.learning_rate = 1e-3}),
                 .loss = "sparse_categorical_crossentropy",
                 .metrics = {"accuracy"}});
  model.fit(
      train,
      {.epochs = 2,
       .batch_size = 32,
       .verbose = 0,
       .validation_data = validation,
       .callbacks = {callbacks::EarlyStopping({.patience = 6, .restore_best_weights = true})}});
  const double accuracy = model.evaluate(test, {.verbose = 0})["accuracy"];
  out << accuracy << '\n';
  model.save(folder / "digits_cnn.keras");

  EXPECT_GT(accuracy, 0.8);
  const Model again = load_model(folder / "digits_cnn.keras");
  EXPECT_EQ(again.evaluate(test, {.verbose = 0})["accuracy"], accuracy);
}

class Autoencoder : public Model {
 public:
  Autoencoder() : encode_(layers::Dense(3)), decode_(layers::Dense(6)) {
    track("encode", encode_);
    track("decode", decode_);
  }
  Tensor call(const Tensor& x, const CallContext& context) override {
    return decode_(encode_(x, context), context);
  }

 private:
  LayerRef encode_, decode_;
};

TEST(Api, SubclassedModelsGoToFilesAndBack) {
  const TemporaryFolder folder;
  const Tensor x = random::normal({20, 6}, {.seed = 7});
  Autoencoder model;
  model.compile({.optimizer = "adam", .loss = "mse"});
  model.fit(x, x, {.epochs = 2, .verbose = 0});
  model.save(folder / "a.keras");
  auto again = load_model<Autoencoder>(folder / "a.keras");
  EXPECT_EQ(again.name(), model.name());
  EXPECT_EQ(again.name().find("autoencoder"), 0u);
  EXPECT_EQ(again(x).to_vector<float>(), model(x).to_vector<float>());
  EXPECT_EQ(again.optimizer()->iteration().value().item<int>(), 2);
  const auto first = again.fit(x, x, {.verbose = 0, .shuffle = false})["loss"];
  EXPECT_EQ(first, model.fit(x, x, {.verbose = 0, .shuffle = false})["loss"]);

  model.save_weights(folder / "a.weights.h5");
  Autoencoder other;
  other(x);
  other.load_weights(folder / "a.weights.h5");
  EXPECT_EQ(other(x).to_vector<float>(), model(x).to_vector<float>());
}

/// Trains by the absolute error, whatever compile says, and logs it under a name of its own.
class ByAbsoluteError : public Autoencoder {
 public:
  TensorStruct train_step(const StepInputs& batch) override {
    GradientTape tape;
    const Tensor y = (*this)(batch.x, {.training = true});
    const Tensor loss = ops::mean(ops::abs(y - batch.y.single()));
    optimizer().apply(tape.gradient(loss, trainable_variables()), trainable_variables());
    update_metrics(y, batch);
    return {{"absolute_error", loss}};
  }
};

TEST(Api, TrainingStepsMayBeOverridden) {
  const Tensor x = random::normal({32, 6}, {.seed = 7});
  for (const bool eager : {false, true}) {
    ByAbsoluteError model;
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.1}),
                   .metrics = {"mse"},
                   .run_eagerly = eager});
    const History history = model.fit(x, x, {.epochs = 15, .verbose = 0});
    EXPECT_EQ(history.size(), 1u);
    EXPECT_LT(history["absolute_error"].back(), 0.9 * history["absolute_error"].front());
    EXPECT_EQ(model.optimizer()->iteration().value().item<int>(), 15);
  }
}

struct CounterConfig {
  double penalty = 0.5;
  static void fields(auto& field, auto& config) {
    field("penalty", config.penalty, "Factor of the mean that joins the loss.");
  }
};
/// Learns a factor, counts its training calls and adds to the loss.
class Counter : public Layer<CounterConfig> {
 public:
  using Layer::Layer;
  void build(const Shape& input) override {
    factor_ = add_weight("factor", {input[-1]}, {.initializer = "ones"});
    calls_ = add_weight("calls", {}, {.initializer = "zeros", .trainable = false});
  }
  Tensor call(const Tensor& x, const CallContext& context) override {
    if (context.training) calls_.assign(calls_.value() + 1.0);
    context.add_loss(ops::mean(x * factor_) * config().penalty);
    return x * factor_;
  }

 private:
  Variable factor_, calls_;
};

TEST(Api, LayersWithStateAndLossesAreTheSameHowevertheyRun) {
  const TemporaryFolder folder;
  register_layer<Counter>("test>Counter");
  const Tensor x = random::normal({12, 4}, {.seed = 7}), y = x * 2.0;
  std::vector<std::vector<double>> losses;
  std::vector<std::vector<float>> weights;
  const auto note = [&](const Model& model) {
    losses.push_back(
        model.fit(x, y, {.epochs = 3, .batch_size = 4, .verbose = 0, .shuffle = false})["loss"]);
    weights.push_back(model.weights()[0].value().to_vector<float>());
    EXPECT_EQ(model.weights()[1].value().item<float>(), 9);
  };
  const auto made = [&](bool eager) {
    Sequential model({Input({4}), layer<Counter>({.penalty = 0.25})});
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.05}),
                   .loss = "mse",
                   .run_eagerly = eager});
    return model;
  };
  note(made(false));
  note(made(true));
  made(false).save(folder / "counter.keras");
  note(load_model(folder / "counter.keras"));
  for (size_t run = 1; run < 3; ++run) {
    for (size_t i = 0; i < losses[0].size(); ++i)
      EXPECT_NEAR(losses[run][i], losses[0][i], 1e-6 * std::abs(losses[0][i]) + 1e-7);
    for (size_t i = 0; i < weights[0].size(); ++i)
      EXPECT_NEAR(weights[run][i], weights[0][i], 1e-6);
  }
  // The added loss is in evaluate's, too.
  const Sequential model = made(false);
  const double expected =
      ops::mean(ops::square(x - y)).item<double>() + ops::mean(x).item<double>() * 0.25;
  EXPECT_NEAR(model.evaluate(x, y, {.batch_size = 12, .verbose = 0})["loss"], expected, 1e-5);
}

struct QuantileConfig {
  double q = 0.5;
  CORNU_LOSS_OPTIONS("quantile");
  static void fields(auto& field, auto& config) {
    field("q", config.q, "The quantile.");
    loss_fields(field, config);
  }
};
class Quantile : public Loss<QuantileConfig> {
 public:
  using Loss::Loss;
  Tensor call(const Tensor& y_true, const Tensor& y_pred) const override {
    const Tensor error = y_true - y_pred;
    return ops::mean(ops::maximum(error * config().q, error * (config().q - 1)), {.axis = -1});
  }
};

TEST(Api, RegisteredClassesGoToFiles) {
  register_loss<Quantile>("test>Quantile");
  const TemporaryFolder folder;
  Sequential model({Input({2}), layers::Dense(1)});
  model.compile({.optimizer = "sgd", .loss = loss<Quantile>({.q = 0.9})});
  model.save(folder / "q.keras");
  const Model again = load_model(folder / "q.keras");
  const Tensor x = ones({3, 2}), y = ones({3, 1});
  EXPECT_EQ(again.evaluate(x, y, {.verbose = 0})["loss"],
            model.evaluate(x, y, {.verbose = 0})["loss"]);
}

}  // namespace
