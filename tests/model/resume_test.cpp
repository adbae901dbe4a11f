#include <gtest/gtest.h>

#include <functional>

#include "framework/base/file.h"
#include "framework/model/callbacks/backup_and_restore.h"
#include "framework/model/callbacks/csv_logger.h"
#include "framework/model/callbacks/early_stopping.h"
#include "framework/model/callbacks/lambda_callback.h"
#include "framework/model/callbacks/reduce_lr_on_plateau.h"
#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/ops/ops.h"
#include "framework/runtime/process.h"
#include "layers/layers.h"
#include "optimizers/adam.h"
#include "optimizers/loss_scale.h"
#include "optimizers/nadam.h"
#include "tests/support/error_of.h"
#include "tests/support/temporary_folder.h"

namespace cornu {
namespace {

struct Killed {};

/// A run with everything that has state: dropout, moving averages, low-rank changes, shuffling,
/// metrics, callbacks.
class ResumedRun : public testing::Test {
 protected:
  ResumedRun() {
    set_random_seed(1);
    x_ = random::uniform({50, 4});
    y_ = ops::cast(ops::sum(x_, {.axis = -1}) > 2.0, DType::i32);
  }

  /// In mixed precision with an optimizer that keeps what Keras's files have no room for.
  Sequential model(bool eager = false, bool mixed = false) const {
    set_random_seed(7);
    const DTypePolicy policy(mixed ? "mixed_float16" : "float32");
    Sequential made({Input({4}),
                     layers::Dense(8, {.activation = "relu", .lora_rank = 2, .dtype = policy}),
                     layers::Dropout(0.3), layers::BatchNormalization(),
                     layers::Dense(2, {.activation = "softmax", .dtype = policy})});
    const OptimizerRef adam = optimizers::Adam({.learning_rate = 0.01});
    made.compile({.optimizer = mixed ? optimizers::LossScaleOptimizer(
                                           optimizers::Nadam({.learning_rate = 0.01}))
                                     : adam,
                  .loss = "sparse_categorical_crossentropy",
                  .metrics = {"accuracy"},
                  .run_eagerly = eager});
    return made;
  }

  struct Result {
    std::vector<std::vector<float>> weights;
    History history;
    std::string csv;
  };

  struct Settings {
    int64_t save_freq = 0;  // 0: epochs
    std::optional<int64_t> steps_per_epoch = {};
    bool eager = false;
    bool double_checkpoint = false;
    bool mixed = false;
  };

  /// Killed after so many batches; -1: never.
  Result run(const Settings& settings, int64_t batches, const std::string& name) {
    const Sequential trained = model(settings.eager, settings.mixed);
    int64_t seen = 0;
    const auto kill = callbacks::LambdaCallback({.on_train_batch_end = [&](int, const Logs&) {
      if (seen++ == batches) throw Killed();
    }});
    const SaveFreq freq =
        settings.save_freq == 0 ? SaveFreq("epoch") : SaveFreq(settings.save_freq);
    Result result;
    result.history = trained.fit(
        x_, y_,
        {.epochs = 6,
         .batch_size = 8,
         .verbose = 0,
         .validation_split = 0.2,
         .steps_per_epoch = settings.steps_per_epoch,
         .callbacks = {callbacks::ReduceLROnPlateau({.factor = 0.5, .patience = 1}),
                       callbacks::BackupAndRestore(
                           folder_ / name,
                           {.save_freq = freq, .double_checkpoint = settings.double_checkpoint}),
                       kill, callbacks::CSVLogger(folder_ / (name + ".csv")),
                       callbacks::EarlyStopping({.patience = 3, .restore_best_weights = true})}});
    for (const Tensor& weight : trained.get_weights())
      result.weights.push_back(weight.to_vector<float>());
    result.csv = read_file(folder_ / (name + ".csv")).text();
    return result;
  }

  void expect_same(const Result& a, const Result& b) {
    EXPECT_EQ(a.weights, b.weights);
    EXPECT_EQ(a.csv, b.csv);
    EXPECT_EQ(a.history.epochs(), b.history.epochs());
    for (const auto& [name, values] : a.history) EXPECT_EQ(values, b.history[name]) << name;
  }

  /// Killed after each of these numbers of batches, one after the other, and gone on with.
  void check(const Settings& settings, const std::vector<int64_t>& kills) {
    const Result whole = run(settings, -1, "whole");
    for (const int64_t batches : kills) EXPECT_THROW(run(settings, batches, "cut"), Killed);
    expect_same(whole, run(settings, -1, "cut"));
    EXPECT_FALSE(is_folder(folder_ / "cut")) << "a run that is done needs no backup";
  }

  TemporaryFolder folder_;
  Tensor x_, y_;
};

TEST_F(ResumedRun, EndsWithTheSameBitsFromAnEpoch) { check({}, {12, 6}); }
TEST_F(ResumedRun, EndsWithTheSameBitsFromABatch) { check({.save_freq = 2}, {12, 3, 0}); }
TEST_F(ResumedRun, EndsWithTheSameBitsFromTheFirstBatches) { check({.save_freq = 1}, {1, 1, 1}); }
TEST_F(ResumedRun, EndsWithTheSameBitsEagerly) { check({.save_freq = 3, .eager = true}, {8}); }
TEST_F(ResumedRun, EndsWithTheSameBitsWhereEpochsCutTheData) {
  check({.save_freq = 2, .steps_per_epoch = 3}, {7, 4});
  check({.save_freq = 4, .steps_per_epoch = 7}, {17});
}

TEST_F(ResumedRun, EndsWithTheSameBitsInMixedPrecision) {
  check({.save_freq = 2, .mixed = true}, {12, 3});
}

TEST_F(ResumedRun, StartsAnewWhereItWasKilledBeforeTheFirstBackup) { check({}, {2}); }

TEST_F(ResumedRun, FallsBackOnTheBackupBefore) {
  const Settings settings{.double_checkpoint = true};
  const Result whole = run(settings, -1, "whole");
  EXPECT_THROW(run(settings, 16, "cut"), Killed);
  const std::string file = callbacks::backup_file(folder_ / "cut");
  truncate(file.c_str(), 100);
  expect_same(whole, run(settings, -1, "cut"));
}

TEST_F(ResumedRun, RefusesADamagedBackup) {
  EXPECT_THROW(run({}, 12, "cut"), Killed);
  const std::string file = callbacks::backup_file(folder_ / "cut");
  truncate(file.c_str(), 100);
  EXPECT_EQ(error_of([&] { run({}, -1, "cut"); }),
            "FileError: \"" + file +
                "\" is not a whole zip archive: it is cut, or another kind of file.");
}

TEST_F(ResumedRun, RefusesAnotherModelsBackup) {
  EXPECT_THROW(run({}, 12, "cut"), Killed);
  Sequential other({Input({4}), layers::Dense(2)});
  other.compile({.optimizer = "sgd", .loss = "mse"});
  const std::string text = error_of([&] {
    other.fit(x_, x_, {.verbose = 0, .callbacks = {callbacks::BackupAndRestore(folder_ / "cut")}});
  });
  EXPECT_NE(text.find("variables of an optimizer, this one has 2."), std::string::npos) << text;
}

}  // namespace
}  // namespace cornu
