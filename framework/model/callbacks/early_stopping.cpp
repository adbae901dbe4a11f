#include "framework/model/callbacks/early_stopping.h"

#include "framework/base/error.h"
#include "framework/model/model_base.h"
#include "framework/model/trainer.h"
#include "framework/nn/classes.h"
#include "framework/runtime/messages.h"

namespace cornu {

constinit const ClassDef early_stopping_callback =
    class_def<EarlyStopping>("EarlyStopping", "Stops training when a number no longer improves.");

EarlyStopping::EarlyStopping(Config config)
    : Configured(std::move(config)),
      monitor_(this->config().monitor, this->config().mode, this->config().min_delta) {
  if (this->config().patience < 0)
    fail<ValueError>("EarlyStopping: patience must be at least 0, not ", this->config().patience,
                     ".");
}

void EarlyStopping::check(const Trainer& trainer, const std::vector<std::string>& logs) const {
  monitor_.check("EarlyStopping", trainer, logs);
}

void EarlyStopping::on_train_begin() {
  progress_ = {};
  best_weights_.reset();
}

void EarlyStopping::on_epoch_end(int64_t epoch, Logs& logs) {
  monitor_.resolve("EarlyStopping", trainer());
  const std::optional<double> value = monitor_.find("EarlyStopping", logs);
  if (!value || epoch < config().start_from_epoch) return;
  const auto keep = [&] {
    progress_.best_epoch = epoch;
    if (config().restore_best_weights) best_weights_ = trainer().model().get_weights();
  };
  if (config().restore_best_weights && !best_weights_) keep();
  ++progress_.wait;
  if (monitor_.improves(*value, progress_.best)) {
    progress_.best = value;
    keep();
    if (monitor_.improves(*value, config().baseline)) progress_.wait = 0;
  } else if (progress_.wait >= config().patience && epoch > 0) {
    progress_.stopped_epoch = epoch;
    trainer().stop_training();
  }
}

void EarlyStopping::on_train_end(const Logs&) {
  const bool talks = config().verbose > 0;
  if (progress_.stopped_epoch > 0 && talks)
    print(concat("Epoch ", progress_.stopped_epoch + 1, ": early stopping\n"));
  if (!best_weights_) return;
  if (talks)
    print(concat("Restoring model weights from the end of the best epoch: ",
                 progress_.best_epoch + 1, ".\n"));
  trainer().model().set_weights(*best_weights_);
  best_weights_.reset();
}

CallbackState EarlyStopping::state() const {
  return {to_json(progress_), best_weights_.value_or(Tensors())};
}

void EarlyStopping::set_state(const CallbackState& state) {
  progress_ = from_json<Progress>(state.values, {.owner = "EarlyStopping"});
  best_weights_.reset();
  if (state.tensors.empty()) return;
  if (state.tensors.size() != trainer().model().weights().size())
    fail<ValueError>("EarlyStopping: the best weights are another model's.");
  best_weights_ = state.tensors;
}

CallbackRef callbacks::EarlyStopping(const EarlyStoppingOptions& options) {
  return std::make_shared<cornu::EarlyStopping>(options);
}

}  // namespace cornu
