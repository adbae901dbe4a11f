#include <gtest/gtest.h>

#include "framework/model/callbacks/lambda_callback.h"
#include "framework/model/callbacks/model_checkpoint.h"
#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/temporary_folder.h"

/// What Keras 3.15 on TensorFlow gives at the edges of compile and fit; its numbers.
namespace cornu {
namespace {

Tensor x() { return line_x(); }
Tensor y() { return line_y(); }

std::string keys(const History& history) {
  std::string all;
  for (const auto& [name, values] : history) all += name + " ";
  return all;
}

Tensor rows(const Tensor& all, int64_t from, int64_t to) { return all.slice({{from, to}}); }

TEST(OnBatch, CountsThatBatchAlone) {
  const Sequential model = line({.metrics = {"mae"}});
  const Logs expected[] = {{{"loss", 0.693504}, {"mae", 0.810624}},
                           {{"loss", 2.86455}, {"mae", 1.37046}},
                           {{"loss", 0.79173}, {"mae", 0.886041}}};
  for (int64_t i = 0; i < 3; ++i)
    expect_logs(model.train_on_batch(rows(x(), 3 * i, 3 * i + 3), rows(y(), 3 * i, 3 * i + 3)),
                expected[i]);
  expect_logs(model.test_on_batch(rows(x(), 0, 3), rows(y(), 0, 3)), {{"loss", 0.327192}});
  expect_logs(model.test_on_batch(rows(x(), 3, 6), rows(y(), 3, 6)), {{"loss", 1.65974}});
}

TEST(OnBatch, PredictsEveryOutput) {
  const TensorStruct made = fork({.loss = "mse"}).predict_on_batch_struct(x());
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made.flat()[1].shape(), (Shape{10, 1}));
}

TEST(ModelCheckpoint, CountsBatchesNotExecutions) {
  const std::vector<std::vector<std::string>> expected = {
      {"1-4.weights.h5", "1-8.weights.h5", "2-10.weights.h5", "2-2.weights.h5", "2-6.weights.h5"},
      {"1-12.weights.h5", "1-6.weights.h5", "2-12.weights.h5", "2-6.weights.h5"}};
  for (const int64_t size : {2, 3}) {
    const TemporaryFolder folder;
    line({.steps_per_execution = size})
        .fit(x(), y(),
             {.epochs = 2,
              .batch_size = 1,
              .verbose = 0,
              .callbacks = {
                  callbacks::ModelCheckpoint(folder / "{epoch}-{batch}.weights.h5",
                                             {.save_weights_only = true, .save_freq = 4})}});
    EXPECT_EQ(folder.names(), expected[static_cast<size_t>(size - 2)]);
  }
}

TEST(StopTraining, TakesEffectAfterABatch) {
  for (const bool at_once : {true, false}) {
    const Sequential model = line();
    callbacks::LambdaCallbackOptions stop;
    if (at_once)
      stop.on_train_begin = [&](const Logs&) { model.stop_training(); };
    else
      stop.on_epoch_begin = [&](int, const Logs&) { model.stop_training(); };
    const History history = model.fit(x(), y(),
                                      {.epochs = 3,
                                       .batch_size = 2,
                                       .verbose = 0,
                                       .shuffle = false,
                                       .callbacks = {callbacks::LambdaCallback(stop)}});
    ASSERT_EQ(history["loss"].size(), 1u);
    EXPECT_NEAR(history["loss"][0], 0.812343, 1e-5);
  }
}

TEST(History, SortsAllNames) {
  const Sequential model = line({.metrics = {"mae", "mse"}, .weighted_metrics = {"mae"}});
  const History history =
      model.fit(x(), y(), {.verbose = 0, .validation_split = 0.3, .sample_weight = ones({10})});
  EXPECT_EQ(keys(history), "loss mae mse val_loss val_mae val_mse val_weighted_mae weighted_mae ");
}

TEST(LossWeights, OneNumberIsEveryLosss) {
  expect_logs(fork({.loss = "mse", .loss_weights = 0.5}).evaluate(x(), {y(), y()}, {.verbose = 0}),
              {{"a_loss", 1.83826}, {"b_loss", 2.76595}, {"loss", 2.30211}});
}

TEST(OutputLosses, CountSamplesEagerlyAndBatchesInAGraph) {
  for (const bool eager : {false, true})
    expect_logs(fork({.loss = {"mse", "mae"}, .run_eagerly = eager})
                    .evaluate(x(), {y(), y()}, {.batch_size = 4, .verbose = 0}),
                {{"a_loss", eager ? 1.83826 : 1.80247},
                 {"b_loss", eager ? 1.38647 : 1.35711},
                 {"loss", 3.22472}});
}

TEST(Metrics, OfOneOutputMayHaveAnyNames) {
  const Sequential model = line({.metrics = {{"whatever", {"mae"}}, {"other", {"mse"}}}});
  EXPECT_EQ(model.evaluate(x(), y(), {.verbose = 0}).size(), 3u);
}

struct PenaltyConfig {
  static void fields(auto&, auto&) {}
};
class Penalty : public Layer<PenaltyConfig> {
 public:
  using Layer::Layer;
  Tensor call(const Tensor& x, const CallContext& context) override {
    const Tensor loss = ops::mean(ops::square(x));
    context.add_loss(loss);
    return loss;
  }
};

TEST(Loss, OfAScalarOutputCountsSamplesOfX) {
  for (const bool eager : {false, true}) {
    Sequential model({Input({3}), layers::Dense(2), layer<Penalty>()});
    fill(model);
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0}), .run_eagerly = eager});
    const Dataset data = data::from_arrays(x());
    const double three = model.evaluate(data, {.batch_size = 3, .verbose = 0})["loss"];
    const double all = model.evaluate(data, {.batch_size = 10, .verbose = 0})["loss"];
    EXPECT_GT(all, 0);
    EXPECT_NEAR(three, all, 1e-5 * all);
  }
}

TEST(Summary, CountsTheOptimizerOnceItIsBuilt) {
  const Sequential model = line();
  EXPECT_EQ(model.summary().find("Optimizer params"), std::string::npos);
  model.fit(line_x(), line_y(), in_order(1));
  EXPECT_NE(model.summary().find("Optimizer params: 2 (12.00 B)"), std::string::npos);
}

TEST(Sequential, TakesALayerAgainThatDidNotFit) {
  Sequential model({Input({4})});
  const LayerRef odd = layers::Conv2D(1, 3, {.name = "odd"}), good = layers::Dense(2);
  EXPECT_THROW(model.add(odd), Error);
  EXPECT_THROW(model.add(odd), ShapeError) << "not because of its name";
  model.add(good);
  EXPECT_EQ(model.layers().size(), 1u);
}

}  // namespace
}  // namespace cornu
