#pragma once

#include <string>

#include "framework/base/fields.h"
#include "framework/model/callbacks/monitor.h"

namespace cornu::callbacks {

struct ReduceLROnPlateauOptions {
  std::string monitor = "val_loss";
  double factor = 0.1;
  int64_t patience = 10;
  int64_t verbose = 0;
  Choice<MonitorMode> mode = MonitorMode::automatic;
  double min_delta = 1e-4;
  int64_t cooldown = 0;
  double min_lr = 0;
  static void fields(auto& field, auto& config) {
    field("monitor", config.monitor, "The number that is watched.");
    field("factor", config.factor, "What the learning rate is multiplied by; below 1.");
    field("patience", config.patience, "Epochs without improvement after which it is lowered.");
    field("verbose", config.verbose, "Above 0: says when it lowers it.");
    field("mode", config.mode, "Whether less or more is better; auto: as the metric has it.");
    field("min_delta", config.min_delta, "Smaller changes are no improvement.");
    field("cooldown", config.cooldown, "Epochs after lowering it that do not count.");
    field("min_lr", config.min_lr, "The rate that it does not fall below.");
  }
};

/// Lowers the learning rate when a number no longer improves.
CallbackRef ReduceLROnPlateau(const ReduceLROnPlateauOptions& options = {});

}  // namespace cornu::callbacks
