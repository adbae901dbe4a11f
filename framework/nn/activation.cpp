#include "framework/nn/activation.h"

#include <vector>

#include "framework/base/error.h"
#include "framework/nn/layer.h"
#include "framework/nn/serialization.h"

namespace cornu {

Activation::Activation(std::string_view name) {
  if (name == "linear") return;
  for (const ActivationDef& def : activations()) {
    if (def.name == name || (!name.empty() && def.other_name == name)) {
      def_ = &def;
      return;
    }
  }
  std::vector<std::string> known = {"linear"};
  for (const ActivationDef& def : activations()) known.emplace_back(def.name);
  fail<ValueError>("unknown activation ", quote(name), ".", suggest(name, known));
}

Tensor Activation::operator()(const Tensor& x) const {
  if (def_) return def_->function(x);
  if (custom_) return (*custom_)(x);
  if (layer_) return layer_->invoke(x, CallContext()).single();
  return x;
}

std::string_view Activation::name() const {
  if (def_) return def_->name;
  return is_linear() ? "linear" : "";
}

Json FieldTraits<Activation>::to_json(const Activation& value) {
  if (value.layer()) return serialize(*value.layer());
  if (value.name().empty())
    fail<ValueError>("an activation that is a function cannot be written to a file.",
                     "\n  hint: use a name, or a layer of your own with its class registered.");
  return value.name();
}

Activation FieldTraits<Activation>::from_json(const Json& json, const ReadContext& context) {
  if (json.is_null()) return {};
  const Json* name = &json;
  if (json.is_object()) {
    const Json* kind = json.find("class_name");
    if (kind && kind->is_string() && kind->as_string() != "function")
      return std::dynamic_pointer_cast<LayerBase>(deserialize(LayerBase::kKind, json, context));
    name = &json["config"];
  }
  if (!name->is_string()) fail_expected("the name of an activation", json, context);
  try {
    return name->as_string();
  } catch (const ValueError& error) {
    fail_at(*name, error.message());
  }
}

Json FieldTraits<Activation>::schema() {
  Json names = Json::Array{"linear"};
  for (const ActivationDef& def : activations()) names.push_back(def.name);
  return Json::object().set("anyOf",
                            Json::Array{Json::object().set("enum", names),
                                        Json::object().set("type", Json::Array{"object", "null"})});
}

}  // namespace cornu
