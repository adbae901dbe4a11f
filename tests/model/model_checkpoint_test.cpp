#include "framework/model/callbacks/model_checkpoint.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "metrics/sparse_top_k_categorical_accuracy.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/warnings.h"

/// Which files ModelCheckpoint leaves: those that Keras 3.15 leaves.
namespace cornu {
namespace {

using Names = std::vector<std::string>;

Names files_of(callbacks::ModelCheckpointOptions options, const char* name = "{epoch}.keras") {
  const TemporaryFolder folder;
  options.save_best_only = true;
  line({.metrics = {"mae"}})
      .fit(line_x(), line_y(), in_order(4, {callbacks::ModelCheckpoint(folder / name, options)}));
  return folder.names();
}

TEST(ModelCheckpoint, SavesAndWarnsWhereItsNumberIsMissing) {
  const Warnings warnings;
  EXPECT_EQ(files_of({}), (Names{"1.keras", "2.keras", "3.keras", "4.keras"}));
  const std::string text = warnings.text();
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4) << text;
  EXPECT_TRUE(text.starts_with(
      "ModelCheckpoint: there is no \"val_loss\" to watch; there are: loss, mae.\n"))
      << text;
}

/// The losses are 1.489, 0.706, 0.562 and 0.530.
TEST(ModelCheckpoint, BeatsItsThreshold) {
  const auto from = [](double threshold) {
    return files_of({.monitor = "loss", .initial_value_threshold = threshold});
  };
  EXPECT_EQ(from(0.25), Names());
  EXPECT_EQ(from(0.55), Names{"4.keras"});
  EXPECT_EQ(from(1), (Names{"2.keras", "3.keras", "4.keras"}));
}

TEST(ModelCheckpoint, FollowsItsMode) {
  EXPECT_EQ(files_of({.monitor = "loss", .mode = "max"}), Names{"1.keras"});
  EXPECT_EQ(files_of({.monitor = "mae", .mode = "max"}), Names{"1.keras"});
}

TEST(ModelCheckpoint, TakesItsDirectionFromTheMetric) {
  EXPECT_EQ(files_of({.monitor = "mae"}), (Names{"1.keras", "2.keras", "3.keras", "4.keras"}));
  // The accuracy is 0.2 and then 1, the top two's 0.7 and then 1, the validation's 1 throughout.
  const std::tuple<const char*, const char*, Names> cases[] = {
      {"accuracy", "auto", {"1.keras", "2.keras"}},
      {"accuracy", "min", {"1.keras"}},
      {"t2", "auto", {"1.keras", "2.keras"}},
      {"val_accuracy", "auto", {"1.keras"}}};
  for (const auto& [monitor, mode, names] : cases) {
    SCOPED_TRACE(monitor);
    const TemporaryFolder folder;
    const Sequential model = line_of(3, "softmax");
    model.compile(
        {.optimizer = optimizers::SGD({.learning_rate = 0.5}),
         .loss = "sparse_categorical_crossentropy",
         .metrics = {"accuracy", metrics::SparseTopKCategoricalAccuracy({.k = 2, .name = "t2"})}});
    FitOptions options = in_order(
        4, {callbacks::ModelCheckpoint(
               folder / "{epoch}.keras",
               {.monitor = monitor, .save_best_only = true, .mode = std::string_view(mode)})});
    options.validation_data = {line_x(), labels(10, 3)};
    model.fit(line_x(), labels(10, 3), options);
    EXPECT_EQ(folder.names(), names);
  }
}

/// Batches are counted through epochs of three; their losses are the epoch's so far.
TEST(ModelCheckpoint, FindsTheBestAmongBatches) {
  EXPECT_EQ(files_of({.monitor = "loss", .save_freq = 2}, "{epoch}-{batch}.keras"),
            (Names{"1-2.keras", "2-1.keras", "2-3.keras", "3-2.keras", "4-3.keras"}));
}

}  // namespace
}  // namespace cornu
