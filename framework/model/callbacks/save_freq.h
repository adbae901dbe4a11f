#pragma once

#include <string>

#include "framework/base/fields.h"

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

/// Counts batches as Keras does: of an execution of several, callbacks see the last one.
struct BatchesSeen {
  int64_t since_saving = 0;
  int64_t last = -1;  ///< Its number within its epoch.

  void add(int64_t batch) {
    since_saving += batch > last ? batch - last : batch + 1;  // else a new epoch
    last = batch;
  }
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

}  // namespace cornu
