#include "framework/model/callbacks/reduce_lr_on_plateau.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/field_containers.h"
#include "framework/model/trainer.h"
#include "framework/nn/classes.h"
#include "framework/runtime/messages.h"

namespace cornu {

namespace {

constexpr std::string_view kName = "ReduceLROnPlateau";

class ReduceLROnPlateau final
    : public Configured<CallbackBase, callbacks::ReduceLROnPlateauOptions> {
 public:
  explicit ReduceLROnPlateau(Config config)
      : Configured(std::move(config)),
        monitor_(this->config().monitor, this->config().mode, this->config().min_delta) {
    if (this->config().factor >= 1)
      fail<ValueError>(kName, ": factor must be below 1, not ", number_text(this->config().factor),
                       ".");
  }

  void check(const Trainer& trainer, const std::vector<std::string>& logs) const override {
    if (config().monitor != "learning_rate") monitor_.check(kName, trainer, logs);
    if (trainer.optimizer() && trainer.optimizer()->schedule())
      fail<ValueError>(kName, ": the optimizer's learning rate follows a schedule.");
  }
  void on_train_begin() override { progress_ = {}; }
  void on_epoch_end(int64_t epoch, Logs& logs) override {
    monitor_.resolve(kName, trainer());
    logs.set("learning_rate", trainer().optimizer()->learning_rate().item<double>());
    const std::optional<double> value = monitor_.find(kName, logs);
    if (!value) return;
    if (progress_.cooldown > 0) {
      --progress_.cooldown;
      progress_.wait = 0;
    }
    if (monitor_.improves(*value, progress_.best)) {
      progress_.best = value;
      progress_.wait = 0;
    } else if (progress_.cooldown == 0 && ++progress_.wait >= config().patience) {
      reduce(epoch);
    }
  }
  CallbackState state() const override { return {to_json(progress_)}; }
  void set_state(const CallbackState& state) override {
    progress_ = from_json<Progress>(state.values, {.owner = kName});
  }

 private:
  struct Progress {
    int64_t wait = 0, cooldown = 0;
    std::optional<double> best = {};
    static void fields(auto& field, auto& config) {
      field("wait", config.wait, "Epochs since the last improvement.");
      field("cooldown", config.cooldown, "Epochs that do not count yet.");
      field("best", config.best, "The best number; null: none yet.");
    }
  };

  void reduce(int64_t epoch) {
    const OptimizerRef& optimizer = trainer().optimizer();
    const double old = optimizer->learning_rate().item<double>();
    if (old <= static_cast<double>(static_cast<float>(config().min_lr))) return;
    const double rate = std::max(old * config().factor, config().min_lr);
    optimizer->set_learning_rate(rate);
    if (config().verbose > 0)
      print(concat("\nEpoch ", epoch + 1, ": ReduceLROnPlateau reducing learning rate to ",
                   number_text(rate), ".\n"));
    progress_.cooldown = config().cooldown;
    progress_.wait = 0;
  }

  Monitor monitor_;
  Progress progress_;
};

}  // namespace

constinit const ClassDef reduce_lr_on_plateau_callback = class_def<ReduceLROnPlateau>(
    "ReduceLROnPlateau", "Lowers the learning rate when a number no longer improves.");

CallbackRef callbacks::ReduceLROnPlateau(const ReduceLROnPlateauOptions& options) {
  return std::make_shared<cornu::ReduceLROnPlateau>(options);
}

}  // namespace cornu
