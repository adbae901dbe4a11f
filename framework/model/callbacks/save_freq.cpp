#include "framework/model/callbacks/save_freq.h"

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

SaveFreq::SaveFreq(const std::string& name) {
  if (name != "epoch")
    fail<ValueError>("save_freq must be \"epoch\" or a number of batches, not ", quote(name), ".");
}

SaveFreq FieldTraits<SaveFreq>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_string() && json.as_string() == "epoch") return {};
  if (json.is_int() && json.as_int() >= 1) return json.as_int();
  fail_expected("\"epoch\" or a number of batches", json, context);
}

}  // namespace cornu
