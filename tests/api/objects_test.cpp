#include <cornu/cornu.h>
#include <gtest/gtest.h>

/// Losses, metrics, optimizers and schedules as users write them, in braces of one to three
/// entries.
namespace {

using namespace cornu;  // NOLINT(google-build-using-namespace): as users do

TEST(Objects, AreArgumentsOfCompile) {
  Sequential model({Input({4}), layers::Dense(3, {.activation = "softmax"})});
  model.compile(
      {.optimizer = optimizers::AdamW({.learning_rate = schedules::CosineDecay(
                                           0.1, 10, {.warmup_target = 0.2, .warmup_steps = 3}),
                                       .weight_decay = 0.01,
                                       .clipnorm = 1}),
       .loss = losses::CategoricalFocalCrossentropy({.alpha = 0.5, .gamma = 1}),
       .metrics = {"accuracy",
                   metrics::AUC({.num_thresholds = 20,
                                 .curve = "PR",
                                 .multi_label = true,
                                 .label_weights = {1, 2, 3}}),
                   metrics::Precision({.thresholds = 0.5}), metrics::Recall({.top_k = 2}),
                   metrics::F1Score({.average = "macro"}), metrics::OneHotIoU(3, {0, 1}),
                   metrics::PrecisionAtRecall(0.5, {.num_thresholds = 30}),
                   metrics::R2Score({.class_aggregation = "variance_weighted_average"})}});
  const Tensor x = random::normal({8, 4}, {.seed = 1});
  const Tensor y = ops::one_hot(constant({0, 1, 2, 0, 1, 2, 0, 1}), {.num_classes = 3});
  const History history = model.fit(x, y, {.epochs = 2, .verbose = 0});
  EXPECT_EQ(history["auc"].size(), 2u);
  EXPECT_EQ(model.evaluate(x, y, {.verbose = 0}).size(), 9u);
}

TEST(Objects, TakeChoicesInCapitalsOrNot) {
  EXPECT_EQ(metrics::AUC({.curve = "pr"})->get_config()["curve"].dump(), "\"PR\"");
  EXPECT_EQ(layers::Conv2D(1, 3, {.padding = "SAME"})->get_config()["padding"].dump(), "\"same\"");
}

TEST(Objects, TakeListsInBraces) {
  const auto config = [](const auto& object, const char* key) {
    return object->get_config()[key].dump();
  };
  EXPECT_EQ(config(losses::Dice({.axis = 1}), "axis"), "1");
  EXPECT_EQ(config(losses::Dice({.axis = {1}}), "axis"), "[1]");
  EXPECT_EQ(config(losses::Dice({.axis = {1, 2}}), "axis"), "[1, 2]");
  EXPECT_EQ(config(losses::Tversky({.axis = {1, 2, 3}}), "axis"), "[1, 2, 3]");
  EXPECT_EQ(config(metrics::TruePositives({.thresholds = {0.5}}), "thresholds"), "[0.5]");
  EXPECT_EQ(config(metrics::IoU(3, {1}), "target_class_ids"), "[1]");
  EXPECT_EQ(config(metrics::IoU(3, {0, 1}), "target_class_ids"), "[0, 1]");
  EXPECT_EQ(config(metrics::IoU(3, {0, 1, 2}), "target_class_ids"), "[0, 1, 2]");
  EXPECT_EQ(config(metrics::BinaryIoU({.target_class_ids = {1}}), "target_class_ids"), "[1]");
}

}  // namespace
