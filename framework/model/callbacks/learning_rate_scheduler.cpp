#include "framework/model/callbacks/learning_rate_scheduler.h"

#include "framework/base/error.h"
#include "framework/model/trainer.h"
#include "framework/nn/classes.h"
#include "framework/runtime/messages.h"

namespace cornu {

namespace {

class LearningRateScheduler final
    : public Configured<CallbackBase, callbacks::LearningRateSchedulerOptions> {
 public:
  explicit LearningRateScheduler(Config config) : Configured(std::move(config)) {
    if (!this->config().schedule)
      fail<ValueError>(
          "LearningRateScheduler: its schedule is a function, which files cannot hold.\n  hint: "
          "give "
          "the optimizer a schedule, such as ExponentialDecay, as its learning_rate.");
  }

  void on_epoch_begin(int64_t epoch) override {
    const OptimizerRef& optimizer = trainer().optimizer();
    const double rate = config().schedule(epoch, optimizer->learning_rate().item<double>());
    optimizer->set_learning_rate(rate);
    if (config().verbose > 0)
      print(concat("\nEpoch ", epoch + 1, ": LearningRateScheduler setting learning rate to ",
                   number_text(rate), ".\n"));
  }
  void on_epoch_end(int64_t, Logs& logs) override {
    logs.set("learning_rate", trainer().optimizer()->learning_rate().item<double>());
  }
};

}  // namespace

constinit const ClassDef learning_rate_scheduler_callback = class_def<LearningRateScheduler>(
    "LearningRateScheduler", "Sets the learning rate at each epoch's start.");

CallbackRef callbacks::make_learning_rate_scheduler(LearningRateSchedulerOptions options) {
  return std::make_shared<cornu::LearningRateScheduler>(std::move(options));
}

}  // namespace cornu
