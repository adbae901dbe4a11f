#include "framework/nn/dtype_policy.h"

#include "framework/base/error.h"
#include "framework/runtime/process_state.h"

namespace cornu {

DTypePolicy::DTypePolicy(std::string_view name) : given_(true) {
  constexpr std::string_view kMixed = "mixed_";
  if (name == "mixed_float16" || name == "mixed_bfloat16")
    compute_ = dtype_from_name(name.substr(kMixed.size()));
  else
    compute_ = variable_ = dtype_from_name(name);
}

std::string DTypePolicy::name() const {
  return concat(compute_ == variable_ ? "" : "mixed_", keras_name(compute_));
}

DTypePolicy dtype_policy() {
  const DTypePair pair = process_state().dtype_policy;
  return {pair.compute, pair.variable};
}

void set_dtype_policy(const DTypePolicy& policy) {
  process_state().dtype_policy = DTypePair{policy.compute_dtype(), policy.variable_dtype()};
}

Json FieldTraits<DTypePolicy>::to_json(const DTypePolicy& value) {
  if (!value.given()) return {};
  return Json::object()
      .set("module", "keras")
      .set("class_name", "DTypePolicy")
      .set("config", Json::object().set("name", value.name()))
      .set("registered_name", Json());
}

DTypePolicy FieldTraits<DTypePolicy>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_null()) return {};
  const Json* name = &json;
  if (json.is_object()) {
    const Json& kind = json["class_name"];
    if (kind.as_string() != "DTypePolicy")
      fail_at(kind, concat("unknown dtype policy class ", quote(kind.as_string()),
                           ". Known: \"DTypePolicy\"."));
    name = &json["config"]["name"];
  }
  if (!name->is_string()) fail_expected("the name of a dtype policy", json, context);
  try {
    return name->as_string();
  } catch (const DTypeError& error) {
    fail_at(*name, error.message());
  }
}

Json FieldTraits<DTypePolicy>::schema() {
  return Json::object().set("type", Json::Array{"string", "object", "null"});
}

}  // namespace cornu
