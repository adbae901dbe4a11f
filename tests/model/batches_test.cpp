#include <gtest/gtest.h>

#include <algorithm>

#include "framework/nn/optimizer.h"
#include "framework/ops/ops.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/warnings.h"

/// How many batches and epochs fit, evaluate and predict make of ten samples: as Keras 3.15, whose
/// numbers these are.
namespace cornu {
namespace {

int64_t iterations(const Model& model) {
  return model.optimizer()->iteration().value().item<int64_t>();
}

int64_t lines(const std::string& text) { return std::count(text.begin(), text.end(), '\n'); }

TEST(Batches, EndWithTheDataAndAWarning) {
  const Warnings warnings;
  const Sequential model = line();
  FitOptions options = in_order(3);
  options.steps_per_epoch = 5;
  expect_history(model.fit(line_x(), line_y(), options), {{"loss", {1.4892, 0.706404, 0.561761}}});
  EXPECT_EQ(iterations(model), 9);
  EXPECT_EQ(lines(warnings.text()), 3) << warnings.text();
}

TEST(Batches, AreSizedByTheirNumber) {
  const Sequential model = line();
  const History history = model.fit(
      line_x(), line_y(), {.epochs = 2, .verbose = 0, .shuffle = false, .steps_per_epoch = 3});
  expect_history(history, {{"loss", {1.4892, 0.706404}}});
  EXPECT_EQ(iterations(model), 6);
  EXPECT_EQ(line().predict(line_x(), {.steps = 3}).shape(), (Shape{10, 1}));
  expect_logs(line().evaluate(line_x(), line_y(), {.verbose = 0, .steps = 3}), {{"loss", 1.83826}});
}

TEST(Batches, OfEvaluateAndPredictMayBeFewer) {
  const Sequential model = line();
  const auto loss = [&](int64_t steps) {
    return model.evaluate(line_x(), line_y(), {.batch_size = 4, .verbose = 0, .steps = steps});
  };
  expect_logs(loss(2), {{"loss", 1.89193}});
  expect_numbers(
      numbers_of({model.predict(line_x(), {.batch_size = 4, .steps = 2})}),
      {2.04397, -0.160814, -0.0126178, 2.04253, -0.180733, 0.00893056, 2.04069, -0.200425});
  const Warnings warnings;
  expect_logs(loss(9), {{"loss", 1.83826}});
  EXPECT_EQ(model.predict(line_x(), {.batch_size = 4, .steps = 9}).shape(), (Shape{10, 1}));
  EXPECT_EQ(lines(warnings.text()), 2) << warnings.text();
}

TEST(Batches, OfValidationHaveTheirOwnNumberAndSize) {
  const Sequential model = line({.metrics = {"mae"}, .weighted_metrics = {"mse"}});
  const Tensor weight = ops::square(pattern({10}, 0.9));
  FitOptions options = in_order(1);
  options.sample_weight = weight;
  options.validation_data = {line_x(), line_y(), weight};
  options.validation_steps = 1;
  expect_history(model.fit(line_x(), line_y(), options), {{"loss", {0.494086}},
                                                          {"mae", {1.11824}},
                                                          {"mse", {0.94401}},
                                                          {"val_loss", {0.580266}},
                                                          {"val_mae", {1.19023}},
                                                          {"val_mse", {1.19614}}});
  expect_history(model.fit(line_x(), line_y(),
                           {.verbose = 0,
                            .validation_data = {line_x(), line_y()},
                            .shuffle = false,
                            .validation_steps = 3,
                            .validation_batch_size = 2}),
                 {{"loss", {1.48554}},
                  {"mae", {1.03995}},
                  {"val_loss", {1.24915}},
                  {"val_mae", {0.910677}},
                  {"val_mse", {1.24915}}});
}

TEST(Epochs, StartWhereTheyAreToldTo) {
  const Sequential model = line();
  const auto fit = [&](int64_t from) {
    return model.fit(line_x(), line_y(),
                     {.epochs = 3, .verbose = 0, .shuffle = false, .initial_epoch = from});
  };
  for (const int64_t from : {3, 5}) {
    const History none = fit(from);
    EXPECT_EQ(none.size(), 0u);
    EXPECT_TRUE(none.epochs().empty());
  }
  EXPECT_EQ(iterations(model), 0);
  const History two = fit(1);
  EXPECT_EQ(two.epochs(), (std::vector<int64_t>{1, 2}));
  expect_history(two, {{"loss", {1.83826, 1.25319}}});
  EXPECT_EQ(iterations(model), 2);
}

}  // namespace
}  // namespace cornu
