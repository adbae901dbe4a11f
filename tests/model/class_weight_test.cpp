#include <gtest/gtest.h>

#include "framework/ops/ops.h"
#include "optimizers/sgd.h"
#include "tests/support/error_of.h"
#include "tests/support/keras_pattern.h"

/// Weights of classes as Keras 3.15 has them; its numbers.
namespace cornu {
namespace {

const ClassWeight weights = {{0, 0.5}, {2, 3.0}};

Sequential classifier(const char* loss, double learning_rate = 0.1) {
  const Sequential model = line_of(3, "softmax");
  model.compile({.optimizer = optimizers::SGD({.learning_rate = learning_rate}),
                 .loss = loss,
                 .metrics = {"accuracy"},
                 .weighted_metrics = {"accuracy"}});
  return model;
}

Tensor one_hot_labels() {
  return ops::cast(ops::one_hot(labels(10, 3), {.num_classes = 3}), DType::f32);
}

TEST(ClassWeight, CountsInWeightedMetricsToo) {
  FitOptions options = in_order(1);
  options.class_weight = weights;
  const std::vector<History::Entry> expected = {
      {"loss", {1.61574}}, {"accuracy", {0.1}}, {"weighted_accuracy", {0.214286}}};
  expect_history(classifier("categorical_crossentropy").fit(line_x(), one_hot_labels(), options),
                 expected);
  expect_history(
      classifier("sparse_categorical_crossentropy").fit(line_x(), labels(10, 3), options),
      expected);
}

TEST(ClassWeight, CountsOnABatch) {
  const Tensor y = ops::cast(ops::reshape(labels(10, 2), {.newshape = {10, 1}}), DType::f32);
  expect_logs(line().train_on_batch(line_x(), y, {.class_weight = {{0, 0.5}, {1, 3.0}}}),
              {{"loss", 2.07929}});
  const Sequential model = classifier("categorical_crossentropy", 0.5);
  model.fit(line_x(), one_hot_labels(), {.verbose = 0, .shuffle = false});
  expect_logs(model.train_on_batch(line_x(), one_hot_labels(), {.class_weight = weights}),
              {{"loss", 1.40586}, {"accuracy", 0.4}, {"weighted_accuracy", 0.142857}});
}

TEST(ClassWeight, IsRefusedBesideWeightsOfSamples) {
  const std::string both = "ValueError: class_weight and sample_weight cannot both be given.";
  const Sequential model = line();
  EXPECT_EQ(error_of([&] {
              model.fit(line_x(), line_y(),
                        {.verbose = 0, .class_weight = weights, .sample_weight = ones({10})});
            }),
            both);
  EXPECT_EQ(error_of([&] {
              model.train_on_batch(line_x(), line_y(),
                                   {.sample_weight = ones({10}), .class_weight = weights});
            }),
            both);
}

TEST(ClassWeight, IsRefusedOfSeveralOutputs) {
  const Model model = fork({.loss = "mse"});
  const std::string several = "ValueError: class_weight needs one target, not 2.";
  EXPECT_EQ(error_of([&] {
              model.fit(line_x(), {line_y(), line_y()}, {.verbose = 0, .class_weight = weights});
            }),
            several);
  EXPECT_EQ(error_of([&] {
              model.train_on_batch(line_x(), {line_y(), line_y()}, {.class_weight = weights});
            }),
            several);
}

}  // namespace
}  // namespace cornu
