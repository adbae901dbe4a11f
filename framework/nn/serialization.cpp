#include "framework/nn/serialization.h"

#include "framework/base/json_place.h"
#include "framework/nn/catalog.h"

namespace cornu {

namespace {

std::string text_member(const Json& json, std::string_view key) {
  const Json* value = json.find(key);
  return value && !value->is_null() ? value->as_string() : std::string();
}

std::string_view article(std::string_view noun) {
  return std::string_view("aeio").find(noun[0]) == std::string_view::npos ? "a " : "an ";
}

[[noreturn]] void fail_unknown(const ObjectKind& kind, const Json& json, const std::string& module,
                               const std::string& name, const std::string& registered) {
  std::vector<std::string> known;
  for (const ClassDef* def : all_classes())
    if (def->kind == &kind) known.emplace_back(def->name);
  const Json* place = json.find("class_name");
  std::string hint;
  if (!registered.empty() && registered != name)
    hint = concat("\n  hint: it is a user's class: register it as ", quote(registered),
                  " before loading.");
  else
    hint = suggest(name, known);
  fail_at(place ? *place : json,
          concat("unknown ", kind.noun, " class ", quote(name),
                 module.empty() ? "" : concat(" of module ", quote(module)), ".", hint));
}

}  // namespace

Json serialize(const Object& object) {
  const ClassDef* def = object.class_def();
  if (!def)
    fail<ValueError>("the class ", object.class_name(),
                     " cannot be written to a file: it has no name there.\n  hint: register it, as "
                     "in register_layer<",
                     object.class_name(), ">(\"my>", object.class_name(), "\").");
  const bool user = !def->registered_name.empty();  // a Python module of theirs has no name here
  Json json = Json::object()
                  .set("module", user ? Json() : Json(def->module))
                  .set("class_name", def->name)
                  .set("config", object.get_config())
                  .set("registered_name", user ? Json(def->registered_name) : Json());
  const Json build = object.get_build_config();
  if (!build.is_null()) json.set("build_config", build);
  return json;
}

ObjectRef deserialize(const ObjectKind& kind, const Json& json, const ReadContext& context) {
  if (json.is_string()) {
    try {
      return class_named(kind, json.as_string())
          .make(ConfigValue(*class_named(kind, json.as_string()).config));
    } catch (const ValueError& error) {
      fail_at(json, error.message());
    }
  }
  if (!json.is_object() || !json.contains("class_name"))
    fail_expected(
        concat(article(kind.noun), kind.noun, ": its name, or an object with \"class_name\""), json,
        context);
  const std::string name = json["class_name"].as_string(), module = text_member(json, "module"),
                    registered = text_member(json, "registered_name");
  const ClassDef* def = find_class(kind, module, name, registered);
  if (!def) fail_unknown(kind, json, module, name, registered);
  ReadContext inner = context;
  inner.owner = def->name;
  inner.field = {};
  inner.also_known = {};
  inner.ignore_unknown_nulls = true;
  const Json* config = json.find("config");
  try {
    return def->read(config && !config->is_null() ? *config : Json::object(), inner);
  } catch (Error& error) {
    add_json_place(error, json);
    throw;
  }
}

}  // namespace cornu
