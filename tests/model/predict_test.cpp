#include <gtest/gtest.h>

#include <thread>

#include "framework/model/callbacks/lambda_callback.h"
#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "layers/layers.h"
#include "losses/mean_squared_error.h"
#include "optimizers/sgd.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// 0, 1, 2, … in rows of `width`.
Tensor counted(int64_t rows, int64_t width) {
  return ops::reshape(ops::cast(ops::arange(0, rows * width), DType::f32),
                      {.newshape = {rows, width}});
}

std::vector<float> floats(const Tensor& tensor) { return tensor.to_vector<float>(); }

TEST(Predict, JoinsWhatEachBatchMakes) {
  const auto x = Input({2});
  const Model sums(x, ops::sum(x, {.axis = 0, .keepdims = true}));
  const Tensor data = counted(10, 2);
  const Tensor joined = sums.predict(data, {.batch_size = 4});
  EXPECT_EQ(joined.shape(), (Shape{3, 2}));
  EXPECT_EQ(floats(joined), (std::vector<float>{12, 16, 44, 48, 34, 36}));

  const Model turned(x, ops::transpose(x));
  EXPECT_EQ(turned.predict(counted(8, 2), {.batch_size = 4}).shape(), (Shape{4, 4}));
  const Model longer(x, ops::reshape(x, {.newshape = {-1, 1}}));
  EXPECT_EQ(floats(longer.predict(data, {.batch_size = 3})), floats(data));
}

TEST(Predict, RefusesWhatCannotBeJoined) {
  const auto x = Input({2});
  const Model total(x, ops::sum(x));
  EXPECT_EQ(error_of([&] { total.predict(counted(4, 2)); }),
            "ShapeError: predict: an output is a scalar: batches of it cannot be joined.\n  hint: "
            "keep the batch's axis, or call the model itself.");
  const Model turned(x, ops::transpose(x));
  EXPECT_NE(error_of([&] { turned.predict(counted(6, 2), {.batch_size = 4}); }).find("concatenate"),
            std::string::npos);
}

TEST(Predict, GivesTheRowsThatItsStepsMade) {
  const auto x = Input({2});
  const Model twice(x, x * 2.0);
  const Tensor data = counted(10, 2);
  EXPECT_EQ(floats(twice.predict(data, {.batch_size = 2, .steps = 2})),
            (std::vector<float>{0, 2, 4, 6, 8, 10, 12, 14}));
  EXPECT_EQ(twice.predict(data, {.batch_size = 4, .steps = 9}).shape(), (Shape{10, 2}));
}

TEST(Predict, ReturnsInputsAsTheyAre) {
  const auto x = Input({2});
  const Model same(x, x);
  const Tensor data = counted(10, 2);
  EXPECT_EQ(floats(same.predict(data, {.batch_size = 4})), floats(data));
}

Sequential small_model(bool built) {
  Sequential model(
      {layers::Dense(16, {.activation = "relu"}), layers::Dense(3, {.activation = "softmax"})});
  if (built) model.base().ensure_built({{unknown, 6}});
  return model;
}

TEST(Predict, WorksFromManyThreads) {
  for (int round = 0; round < 5; ++round) {
    // Neither its weights, if the round is odd, nor its trainer nor its programs exist yet.
    const Sequential model = small_model(round % 2 == 0);
    const Tensor data = counted(50, 6) * 0.01;
    std::vector<std::vector<float>> results(8);
    std::vector<std::jthread> threads;
    for (size_t i = 0; i < results.size(); ++i)
      threads.emplace_back([&, i] {
        const int64_t batch = i % 2 == 0 ? 7 : 16;
        for (int repeat = 0; repeat < 5; ++repeat)
          results[i] =
              floats(i % 4 == 3 ? model(data) : model.predict(data, {.batch_size = batch}));
      });
    threads.clear();
    const std::vector<float> expected = floats(model(data));
    for (const auto& result : results) {
      ASSERT_EQ(result.size(), expected.size());
      for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(result[i], expected[i], 1e-6);
    }
  }
}

TEST(Fit, TrainsTwoModelsAtOnce) {
  const Tensor x = counted(32, 6) * 0.01, y = ops::sum(x, {.axis = 1, .keepdims = true});
  const auto made = [] {
    Sequential model({Input({6}), layers::Dense(8, {.kernel_initializer = "ones"}),
                      layers::Dense(1, {.kernel_initializer = "ones"})});
    model.compile({.optimizer = optimizers::SGD({.learning_rate = 0.001}), .loss = "mse"});
    return model;
  };
  const auto train = [&](const Sequential& model) {
    return model.fit(x, y, {.epochs = 20, .batch_size = 8, .verbose = 0, .shuffle = false})["loss"];
  };
  const std::vector<double> alone = train(made());
  std::vector<std::vector<double>> losses(2);
  {
    std::vector<std::jthread> threads;
    for (auto& loss : losses) threads.emplace_back([&] { loss = train(made()); });
  }
  for (const auto& loss : losses) {
    ASSERT_EQ(loss.size(), alone.size());
    for (size_t i = 0; i < alone.size(); ++i) EXPECT_NEAR(loss[i], alone[i], 1e-6 * alone[0]);
  }
}

TEST(LayerNames, AreGivenOnce) {
  for (int round = 0; round < 20; ++round) {
    const LayerRef layer = layers::Dense(1);
    std::vector<std::string> names(8);
    std::vector<std::jthread> threads;
    for (auto& name : names) threads.emplace_back([&] { name = layer.name(); });
    threads.clear();
    for (const std::string& name : names) EXPECT_EQ(name, layer.name());
  }
}

}  // namespace
}  // namespace cornu
