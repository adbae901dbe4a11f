#include <gtest/gtest.h>

#include <limits>

#include "framework/model/callbacks/learning_rate_scheduler.h"
#include "framework/model/callbacks/reduce_lr_on_plateau.h"
#include "framework/model/callbacks/terminate_on_nan.h"
#include "framework/model/model.h"
#include "framework/nn/input.h"
#include "framework/nn/serialization.h"
#include "framework/ops/ops.h"
#include "framework/runtime/messages.h"
#include "layers/dense.h"
#include "optimizers/schedules/exponential_decay.h"
#include "optimizers/sgd.h"
#include "tests/support/error_of.h"

namespace cornu {
namespace {

/// What fit prints with these callbacks, on y = 0 at eight places.
class Callback : public testing::Test {  // NOLINT(*-virtual-class-destructor): of GoogleTest
 protected:
  Callback() {
    set_print_sink([this](std::string_view text) { printed_ += text; });
    model_.compile({.optimizer = optimizers::SGD({.learning_rate = 0.5}), .loss = "mse"});
  }
  ~Callback() override { set_print_sink({}); }

  History fit(const CallbackRef& callback, int64_t epochs = 3) {
    return model_.fit(x_, y_,
                      {.epochs = epochs, .batch_size = 4, .verbose = 0, .callbacks = {callback}});
  }

  Sequential model_{Input({1}), layers::Dense(1, {.kernel_initializer = "zeros"})};
  Tensor x_ = zeros({8, 1}), y_ = zeros({8, 1});
  std::string printed_;
};

TEST_F(Callback, LearningRateSchedulerSetsTheRateOfEachEpoch) {
  const History history = fit(callbacks::LearningRateScheduler(
      [](int64_t epoch, double rate) { return epoch == 0 ? rate : rate / 2; }, {.verbose = 1}));
  EXPECT_EQ(history["learning_rate"], (std::vector<double>{0.5, 0.25, 0.125}));
  EXPECT_EQ(printed_,
            "\nEpoch 1: LearningRateScheduler setting learning rate to 0.5.\n"
            "\nEpoch 2: LearningRateScheduler setting learning rate to 0.25.\n"
            "\nEpoch 3: LearningRateScheduler setting learning rate to 0.125.\n");
  const History by_epoch = fit(callbacks::LearningRateScheduler(
      [](int64_t epoch) { return 1.0 / static_cast<double>(1 << epoch); }));
  EXPECT_EQ(by_epoch["learning_rate"], (std::vector<double>{1, 0.5, 0.25}));
}

TEST_F(Callback, LearningRateSchedulerIsNoMatterForFiles) {
  const Json json = parse_json(R"({"class_name": "LearningRateScheduler", "config": {}})", "");
  EXPECT_EQ(error_of([&] { deserialize(CallbackBase::kKind, json); }),
            "ValueError: LearningRateScheduler: its schedule is a function, which files cannot "
            "hold.\n  hint: give the optimizer a schedule, such as ExponentialDecay, as its "
            "learning_rate.");
}

TEST_F(Callback, ReduceLROnPlateauSaysWhatItDoes) {
  fit(callbacks::ReduceLROnPlateau(
          {.monitor = "loss", .factor = 0.1, .patience = 2, .verbose = 1, .min_lr = 0.01}),
      8);
  EXPECT_EQ(printed_,
            "\nEpoch 3: ReduceLROnPlateau reducing learning rate to 0.05.\n"
            "\nEpoch 5: ReduceLROnPlateau reducing learning rate to 0.01.\n");
  EXPECT_EQ(error_of([] { callbacks::ReduceLROnPlateau({.factor = 1}); }),
            "ValueError: ReduceLROnPlateau: factor must be below 1, not 1.0.");
}

TEST_F(Callback, RatesOfASchedulerAreNotReduced) {
  model_.compile(
      {.optimizer = optimizers::SGD({.learning_rate = schedules::ExponentialDecay(0.1, 10, 0.9)}),
       .loss = "mse"});
  EXPECT_EQ(
      error_of([&] { fit(callbacks::ReduceLROnPlateau({.monitor = "loss", .patience = 1})); }),
      "ValueError: the learning rate of \"sgd\" follows the schedule ExponentialDecay: it cannot "
      "be "
      "set.\n  hint: make the optimizer with a number.");
}

TEST_F(Callback, TerminateOnNaNEndsAtTheBatch) {
  x_ = constant(
      {{0.f}, {0.f}, {0.f}, {0.f}, {std::numeric_limits<float>::infinity()}, {0.f}, {0.f}, {0.f}});
  model_.set_weights({ones({1, 1}), zeros({1})});
  const auto train = [&](bool raise_error) {
    return model_.fit(x_, y_,
                      {.epochs = 3,
                       .batch_size = 2,
                       .verbose = 0,
                       .shuffle = false,
                       .callbacks = {callbacks::TerminateOnNaN({.raise_error = raise_error})}});
  };
  EXPECT_EQ(train(false)["loss"].size(), 1u);
  EXPECT_EQ(printed_, "Batch 2: Invalid loss, terminating training\n");
  model_.set_weights({ones({1, 1}), zeros({1})});
  EXPECT_EQ(error_of([&] { train(true); }),
            "ValueError: TerminateOnNaN: the loss of batch 2 is inf.");
}

}  // namespace
}  // namespace cornu
