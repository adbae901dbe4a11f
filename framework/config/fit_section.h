#pragma once

#include <map>
#include <optional>
#include <string>

#include "framework/base/fields.h"
#include "framework/model/fit_options.h"

namespace cornu {

/// In files true, false or "batch".
template <>
struct FieldTraits<ShuffleArg> {
  static std::string type_name() { return "boolean or \"batch\""; }
  static Json to_json(const ShuffleArg& value) {
    if (value.value() == Shuffle::batches) return "batch";
    return value.value() == Shuffle::samples;
  }
  static ShuffleArg from_json(const Json& json, const ReadContext& context) {
    if (json.is_bool()) return json.as_bool();
    if (!json.is_string() || json.as_string() != "batch")
      fail_expected("true, false or \"batch\"", json, context);
    return "batch";
  }
  static bool equal(const ShuffleArg& a, const ShuffleArg& b) { return a.value() == b.value(); }
  static size_t hash(const ShuffleArg& value) { return static_cast<size_t>(value.value()); }
  static Json schema() { return Json::object().set("enum", Json::Array{true, false, "batch"}); }
};

/// In files a number, or a list of epochs.
template <>
struct FieldTraits<ValidationFreq> {
  static std::string type_name() { return "integer or list of integers"; }
  static Json to_json(const ValidationFreq& value) {
    if (value.every() > 0) return value.every();
    return FieldTraits<std::vector<int64_t>>::to_json(value.epochs());
  }
  static ValidationFreq from_json(const Json& json, const ReadContext& context) {
    if (json.is_array())
      return ValidationFreq(FieldTraits<std::vector<int64_t>>::from_json(json, context));
    if (!json.is_int()) fail_expected("an integer or a list of integers", json, context);
    return json.as_int();
  }
  static bool equal(const ValidationFreq& a, const ValidationFreq& b) { return a == b; }
  static size_t hash(const ValidationFreq& value) { return static_cast<size_t>(value.every()); }
  static Json schema() { return Json::object().set("type", Json::Array{"integer", "array"}); }
};

/// The section "fit" of a run file: the arguments of Keras's fit that are not data.
struct FitSection {
  int64_t epochs = 1;
  std::optional<int64_t> batch_size = {};
  int64_t verbose = 1;
  double validation_split = 0;
  ShuffleArg shuffle = true;
  std::map<std::string, double> class_weight = {};
  int64_t initial_epoch = 0;
  std::optional<int64_t> steps_per_epoch = {};
  std::optional<int64_t> validation_steps = {};
  std::optional<int64_t> validation_batch_size = {};
  ValidationFreq validation_freq = 1;
  Callbacks callbacks = {};
  static void fields(auto& field, auto& config) {
    field("epochs", config.epochs, "Passes over the training data.");
    field("batch_size", config.batch_size,
          "Samples of a step; null: 32, or as many as make steps_per_epoch steps of the data.");
    field("verbose", config.verbose, "0: silent; 1: a bar; 2: a line per epoch.");
    field("validation_split", config.validation_split,
          "Share of the training data, from its end, to validate on.");
    field("shuffle", config.shuffle,
          "Whether each epoch draws a new order; \"batch\": of whole batches.");
    field("class_weight", config.class_weight, "Weights of the classes, by their number.");
    field("initial_epoch", config.initial_epoch, "The epoch to begin with.");
    field("steps_per_epoch", config.steps_per_epoch, "Steps of an epoch; null: all data.");
    field("validation_steps", config.validation_steps, "Validation steps; null: all data.");
    field("validation_batch_size", config.validation_batch_size, "null: as batch_size.");
    field("validation_freq", config.validation_freq,
          "Validates after each so many epochs, or after these, which count from 1.");
    field("callbacks", config.callbacks, "What is called at the events of training.");
  }
};

}  // namespace cornu
