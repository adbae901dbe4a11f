#pragma once

#include <optional>
#include <string>

#include "framework/base/field_containers.h"
#include "framework/model/callbacks/monitor.h"

namespace cornu {

/// "epoch", or a number of batches.
class SaveFreq {
 public:
  SaveFreq() = default;
  SaveFreq(int64_t batches) : batches_(batches) {}
  SaveFreq(const char* name) : SaveFreq(std::string(name)) {}
  SaveFreq(const std::string& name);
  /// 0: at each epoch's end.
  int64_t batches() const { return batches_; }

 private:
  int64_t batches_ = 0;
};

template <>
struct FieldTraits<SaveFreq> {
  static std::string type_name() { return "\"epoch\" or integer"; }
  static Json to_json(const SaveFreq& value) {
    return value.batches() == 0 ? Json("epoch") : Json(value.batches());
  }
  static SaveFreq from_json(const Json& json, const ReadContext& context);
  static bool equal(const SaveFreq& a, const SaveFreq& b) { return a.batches() == b.batches(); }
  static size_t hash(const SaveFreq& value) { return static_cast<size_t>(value.batches()); }
  static Json schema() { return Json::object().set("type", Json::Array{"string", "integer"}); }
};

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
    field("filepath", config.filepath, "The file; {epoch:02d} and {val_loss:.3f} are filled in.");
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
