#include <gtest/gtest.h>

#include "framework/model/callbacks/early_stopping.h"
#include "framework/model/callbacks/model_checkpoint.h"
#include "framework/saving/model_file.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"
#include "tests/support/temporary_folder.h"

/// When fit puts the moving averages of the weights in their place: as Keras 3.15 does, whose
/// numbers these are.
namespace cornu {
namespace {

Sequential averaging(std::optional<int64_t> overwrite_frequency = {}) {
  return line_by(optimizers::SGD({.learning_rate = 0.1,
                                  .use_ema = true,
                                  .ema_momentum = 0.5,
                                  .ema_overwrite_frequency = overwrite_frequency}));
}

std::vector<double> kernel(const Model& model) { return numbers_of({model.get_weights()[0]}); }

FitOptions validated(int64_t epochs, Callbacks callbacks = {}) {
  FitOptions options = in_order(epochs, std::move(callbacks));
  options.validation_data = {line_x(), line_y()};
  return options;
}

/// They come at the end of training, and the next one starts from them; validation sees the
/// weights themselves until then.
TEST(WeightAverages, ComeAfterTheLastEpoch) {
  const Sequential model = averaging();
  model.fit(line_x(), line_y(), validated(1));
  expect_numbers(kernel(model), {0.157715, 0.302839, 0.520655});
  expect_history(model.fit(line_x(), line_y(), validated(2)),
                 {{"loss", {0.790726, 0.577438}}, {"val_loss", {0.571004, 0.513584}}});
  expect_numbers(kernel(model), {0.107864, 0.117031, 0.286279});
}

TEST(WeightAverages, ComeEveryFewSteps) {
  const TemporaryFolder folder;
  const Sequential model = averaging(2);
  expect_history(model.fit(line_x(), line_y(),
                           validated(2, {callbacks::ModelCheckpoint(folder / "{epoch}.keras")})),
                 {{"loss", {1.4954, 0.768023}}, {"val_loss", {0.785507, 0.645955}}});
  const std::vector<double> expected = {0.132786, 0.215338, 0.411737};
  expect_numbers(kernel(model), expected);
  expect_numbers(kernel(load_model(folder / "2.keras")), expected);
}

/// The callbacks' end comes after the optimizer's.
TEST(WeightAverages, GiveWayToRestoredWeights) {
  const auto stop = [](const char* monitor, const char* mode) {
    return callbacks::EarlyStopping(
        {.monitor = monitor, .patience = 1, .mode = mode, .restore_best_weights = true});
  };
  const Sequential model = averaging();
  model.fit(line_x(), line_y(), in_order(2, {stop("loss", "auto")}));
  expect_numbers(kernel(model), {0.125197, 0.159003, 0.33315});
  const Sequential worst = averaging();
  expect_history(worst.fit(line_x(), line_y(), validated(4, {stop("val_loss", "max")})),
                 {{"loss", {1.4892, 0.706404}}, {"val_loss", {0.745906, 0.550173}}});
  expect_numbers(kernel(worst), {0.151155, 0.269402, 0.476067});
}

}  // namespace
}  // namespace cornu
