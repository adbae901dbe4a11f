#pragma once

#include <optional>
#include <string>

#include "framework/base/field_containers.h"
#include "framework/model/callbacks/monitor.h"
#include "framework/model/callbacks/save_freq.h"

namespace cornu {

namespace callbacks {

struct ModelCheckpointOptions {
  std::string filepath = {};
  std::string monitor = "val_loss";
  int64_t verbose = 0;
  bool save_best_only = false;
  bool save_weights_only = false;
  Choice<MonitorMode> mode = MonitorMode::automatic;
  SaveFreq save_freq = {};
  std::optional<double> initial_value_threshold = {};
  static void fields(auto& field, auto& config) {
    field("filepath", config.filepath, "The file; {epoch:02d} and {val_loss:.3f} are filled in.",
          required);
    field("monitor", config.monitor, "The number that says which model is best.");
    field("verbose", config.verbose, "Above 0: says when it saves.");
    field("save_best_only", config.save_best_only, "Saves only when the number has improved.");
    field("save_weights_only", config.save_weights_only, "Writes a .weights.h5 file.");
    field("mode", config.mode, "Whether less or more is better; auto: as the metric has it.");
    field("save_freq", config.save_freq, "epoch, or after so many batches.");
    field("initial_value_threshold", config.initial_value_threshold,
          "The number to beat at first; null: any.");
  }
};

/// Saves the model while it trains.
CallbackRef ModelCheckpoint(std::string filepath, ModelCheckpointOptions options = {});

}  // namespace callbacks

}  // namespace cornu
