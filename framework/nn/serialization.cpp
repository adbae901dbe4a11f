#include "framework/nn/serialization.h"

#include "framework/base/json_place.h"
#include "framework/nn/catalog.h"
#include "framework/nn/refused.h"

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
  const Json* place = json.find("class_name");
  if (const RefusedClass* refused = find_refused(kind.noun, name))
    fail_at(*place,
            concat(kind.noun, " class ", quote(name), " is not supported: ", refused->reason));
  std::vector<std::string> known;
  for (const ClassDef* def : all_classes())
    if (def->kind == &kind) known.emplace_back(def->name);
  std::string hint;
  if (!registered.empty() && registered != name)
    hint = concat("\n  hint: it is a user's class: register it as ", quote(registered),
                  " before loading.");
  else
    hint = suggest(name, known);
  fail_at(*place, concat("unknown ", kind.noun, " class ", quote(name),
                         module.empty() ? "" : concat(" of module ", quote(module)), ".", hint));
}

/// The object that a bare name means, with every argument at its default.
ObjectRef deserialize_name(const ObjectKind& kind, const Json& name) {
  try {
    const ClassDef& def = class_named(kind, name.as_string());
    return def.read(Json::object(), {.owner = def.name});
  } catch (const Error& error) {
    fail_at(name, error.message());
  }
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
  if (json.is_string()) return deserialize_name(kind, json);
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
