#pragma once

#include <optional>
#include <string>

#include "framework/base/field_containers.h"
#include "framework/model/callbacks/monitor.h"
#include "framework/tensor/tensor.h"

namespace cornu {

namespace callbacks {

struct EarlyStoppingOptions {
  std::string monitor = "val_loss";
  double min_delta = 0;
  int64_t patience = 0;
  int64_t verbose = 0;
  Choice<MonitorMode> mode = MonitorMode::automatic;
  std::optional<double> baseline = {};
  bool restore_best_weights = false;
  int64_t start_from_epoch = 0;
  static void fields(auto& field, auto& config) {
    field("monitor", config.monitor, "The number that is watched.");
    field("min_delta", config.min_delta, "Smaller changes are no improvement.");
    field("patience", config.patience, "Epochs without improvement after which training stops.");
    field("verbose", config.verbose, "Above 0: says when it stops.");
    field("mode", config.mode, "Whether less or more is better; auto: as the metric has it.");
    field("baseline", config.baseline, "A value that must be beaten, too.");
    field("restore_best_weights", config.restore_best_weights,
          "Ends training with the best epoch's weights, whether stopped or not.");
    field("start_from_epoch", config.start_from_epoch, "Epochs before this one do not count.");
  }
};

/// Stops training when a number no longer improves.
CallbackRef EarlyStopping(const EarlyStoppingOptions& options = {});

}  // namespace callbacks

class EarlyStopping final : public Configured<CallbackBase, callbacks::EarlyStoppingOptions> {
 public:
  explicit EarlyStopping(Config config);

  /// The epoch that stopped the last training, from 0; 0 where none did.
  int64_t stopped_epoch() const { return progress_.stopped_epoch; }
  int64_t best_epoch() const { return progress_.best_epoch; }

  void check(const Trainer& trainer, const std::vector<std::string>& logs) const override;
  void on_train_begin() override;
  void on_epoch_end(int64_t epoch, Logs& logs) override;
  void on_train_end(const Logs&) override;
  CallbackState state() const override;
  void set_state(const CallbackState& state) override;

 private:
  struct Progress {
    int64_t wait = 0, stopped_epoch = 0, best_epoch = 0;
    std::optional<double> best = {};
    static void fields(auto& field, auto& config) {
      field("wait", config.wait, "Epochs since the last improvement.");
      field("stopped_epoch", config.stopped_epoch, "The epoch that stopped training; 0: none.");
      field("best_epoch", config.best_epoch, "The epoch of the best number.");
      field("best", config.best, "The best number; null: none yet.");
    }
  };

  Monitor monitor_;
  Progress progress_;
  std::optional<Tensors> best_weights_;
};

}  // namespace cornu
