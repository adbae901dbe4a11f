#include "framework/model/callbacks/early_stopping.h"

#include <gtest/gtest.h>

#include <cmath>

#include "framework/ops/ops.h"
#include "framework/runtime/messages.h"
#include "metrics/sparse_top_k_categorical_accuracy.h"
#include "optimizers/sgd.h"
#include "tests/support/keras_pattern.h"

/// EarlyStopping as Keras 3.15 has it; its numbers and its texts.
namespace cornu {
namespace {

using Options = callbacks::EarlyStoppingOptions;

/// What stopped, and when.
struct Stop {
  int64_t stopped = 0, best = 0;
  size_t epochs = 0;
  friend bool operator==(const Stop&, const Stop&) = default;
  friend std::ostream& operator<<(std::ostream& out, const Stop& stop) {
    return out << "stopped " << stop.stopped << " best " << stop.best << " of " << stop.epochs;
  }
};

std::shared_ptr<EarlyStopping> made(Options options) {
  options.monitor = "loss";
  return std::make_shared<EarlyStopping>(options);
}

Stop stop_of(const EarlyStopping& callback, const History& history) {
  return {callback.stopped_epoch(), callback.best_epoch(), history["loss"].size()};
}

TEST(EarlyStopping, StopsAndRestoresAsKeras) {
  struct Case {
    Options options;
    Stop stop;
    double kernel;  // the sum at the end: which epoch's weights stay
  };
  const Case cases[] = {
      {{.patience = 0}, {0, 5, 6}, 0.45527},
      {{.patience = 0, .mode = "max"}, {1, 0, 2}, 0.61735},
      {{.patience = 1, .baseline = 0.0}, {0, 5, 6}, 0.45527},
      {{.patience = 1, .mode = "max", .start_from_epoch = 3}, {4, 3, 5}, 0.46126},
      {{.patience = 0, .mode = "max", .start_from_epoch = 3}, {4, 3, 5}, 0.46126},
      {{.min_delta = 100, .patience = 1, .restore_best_weights = true}, {1, 0, 2}, 0.89662},
      {{.patience = 1, .mode = "max", .restore_best_weights = true, .start_from_epoch = 2},
       {3, 2, 4},
       0.51395},
      {{.patience = 1, .baseline = 0.3, .restore_best_weights = true}, {0, 5, 6}, 0.45527},
      // An improvement that does not beat the baseline is waited for, too.
      {{.patience = 2, .mode = "max", .baseline = 5}, {1, 0, 2}, 0.61735},
      {{.patience = 2, .mode = "max", .baseline = 0.5}, {2, 0, 3}, 0.51395},
      {{.min_delta = 0.04, .patience = 2, .baseline = 0.6}, {3, 2, 4}, 0.47574},
  };
  const std::vector<double> losses = {1.4892, 0.706404, 0.561761, 0.530055, 0.521162, 0.517954};
  for (const Case& each : cases) {
    SCOPED_TRACE(each.stop);
    const Sequential model = line();
    const auto callback = made(each.options);
    const History history = model.fit(line_x(), line_y(), in_order(6, {callback}));
    EXPECT_EQ(stop_of(*callback, history), each.stop);
    const auto end = losses.begin() + static_cast<std::ptrdiff_t>(each.stop.epochs);
    expect_numbers(history["loss"], {losses.begin(), end});
    EXPECT_NEAR(ops::sum(model.get_weights()[0]).item<double>(), each.kernel, 2e-5);
  }
}

TEST(EarlyStopping, TakesItsDirectionFromTheMetric) {
  const std::pair<const char*, Stop> cases[] = {{"accuracy", {3, 1, 4}},
                                                {"t2", {3, 1, 4}},
                                                {"val_accuracy", {2, 0, 3}},
                                                {"loss", {0, 11, 12}}};
  for (const auto& [monitor, stop] : cases) {
    SCOPED_TRACE(monitor);
    const Sequential model = line_of(3, "softmax");
    model.compile(
        {.optimizer = optimizers::SGD({.learning_rate = 0.5}),
         .loss = "sparse_categorical_crossentropy",
         .metrics = {"accuracy", metrics::SparseTopKCategoricalAccuracy({.k = 2, .name = "t2"})}});
    const auto callback =
        std::make_shared<EarlyStopping>(Options{.monitor = monitor, .patience = 2});
    FitOptions options = in_order(12, {callback});
    options.validation_data = {line_x(), labels(10, 3)};
    EXPECT_EQ(stop_of(*callback, model.fit(line_x(), labels(10, 3), options)), stop);
  }
}

TEST(EarlyStopping, SaysWhatItDoes) {
  const std::string stops = "Epoch 3: early stopping\n";
  const std::string restores = "Restoring model weights from the end of the best epoch: ";
  const std::pair<Options, std::string> cases[] = {
      {{.min_delta = 0.2, .patience = 1, .restore_best_weights = true}, stops + restores + "2.\n"},
      {{.mode = "max"}, "Epoch 2: early stopping\n"},
      {{.patience = 9, .restore_best_weights = true}, restores + "4.\n"},
      {{.patience = 9}, ""},
      {{.mode = "max", .restore_best_weights = true, .start_from_epoch = 1},
       stops + restores + "2.\n"}};
  for (auto [options, text] : cases) {
    std::string printed;
    set_print_sink([&](std::string_view more) { printed += more; });
    options.verbose = 1;
    line().fit(line_x(), line_y(), in_order(4, {made(options)}));
    set_print_sink({});
    EXPECT_EQ(printed, text);
  }
}

/// The first number is the best so far even where it is nan, and nothing is better than nan.
TEST(EarlyStopping, StopsAtALossOfNan) {
  for (const int64_t patience : {0, 1}) {
    const Sequential model = line_by(optimizers::SGD({.learning_rate = 1e30}));
    const auto callback = made({.patience = patience});
    const History history = model.fit(line_x(), line_y(), in_order(5, {callback}));
    EXPECT_EQ(stop_of(*callback, history), (Stop{1, 0, 2}));
    EXPECT_TRUE(std::isnan(history["loss"][0]));
  }
}

class Spoiler final : public Configured<CallbackBase, NoFields> {
 public:
  using Configured::Configured;
  void on_epoch_end(int64_t epoch, Logs& logs) override {
    if (epoch >= 1) logs.set("loss", NAN);
  }
};

TEST(EarlyStopping, DoesNotTakeNanForAnImprovement) {
  const auto callback = made({.patience = 2, .restore_best_weights = true});
  const Sequential model = line();
  const History history =
      model.fit(line_x(), line_y(), in_order(6, {cornu::callback<Spoiler>(), callback}));
  EXPECT_EQ(stop_of(*callback, history), (Stop{2, 0, 3}));
}

}  // namespace
}  // namespace cornu
