#include "framework/base/fields.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/strings.h"

namespace cornu {

namespace {

const Field* find_field(std::span<const Field> fields, std::string_view name) {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string owned_by(const ReadContext& context) {
  return context.owner.empty() ? "" : concat(context.owner, ": ");
}

}  // namespace

void FieldLister::add(const char* name, const char* doc, const FieldType& type, const void* member,
                      bool is_required) {
  const auto offset = static_cast<const char*>(member) - config_;
  CORNU_CHECK(offset >= 0, "field ", name, " lies outside its configuration");
  CORNU_CHECK(!find_field(fields_, name), "field ", name, " is listed twice");
  fields_.push_back({name, doc, &type, static_cast<size_t>(offset), member, is_required});
}

Json config_to_json(const ConfigType& type, const void* config) {
  Json::Object members;
  for (const Field& field : type.fields())
    members.push_back({std::string(field.name), field.to_json(config)});
  return members;
}

void config_from_json(const ConfigType& type, void* config, const Json& json,
                      const ReadContext& context) {
  if (!json.is_object()) fail_expected("an object", json, context);
  const std::span<const Field> fields = type.fields();
  for (const auto& [key, value] : json.as_object()) {
    if (const Field* field = find_field(fields, key)) {
      ReadContext inner = context;
      inner.field = field->name;
      field->type->from_json(field->in(config), value, inner);
      continue;
    }
    if (contains(context.also_known, key)) continue;
    if (context.ignore_unknown_nulls && value.is_null()) continue;
    std::vector<std::string> known = field_names(type);
    known.insert(known.end(), context.also_known.begin(), context.also_known.end());
    fail_at(value, concat(owned_by(context), "unknown argument ", quote(key), ".",
                          known.empty() ? " It takes none." : suggest(key, known)));
  }
  for (const Field& field : fields)
    if (field.required && !json.find(field.name))
      fail_at(json, concat(owned_by(context), quote(field.name), " is missing: ", field.doc));
}

bool configs_equal(const ConfigType& type, const void* a, const void* b) {
  if (a == b) return true;
  for (const Field& field : type.fields())
    if (!field.type->equal(field.in(a), field.in(b))) return false;
  return true;
}

size_t hash_config(const ConfigType& type, const void* config) {
  size_t seed = 0;
  for (const Field& field : type.fields())
    seed = hash_combine(seed, field.type->hash(field.in(config)));
  return seed;
}

Json describe_config(const ConfigType& type) {
  Json list = Json::array();
  for (const Field& field : type.fields()) {
    Json described = Json::object().set("name", field.name).set("type", field.type->name());
    if (field.required)
      described.set("required", true);
    else
      described.set("default", field.type->to_json(field.default_value));
    list.push_back(described.set("doc", field.doc));
  }
  return list;
}

Json config_schema(const ConfigType& type) {
  Json properties = Json::object();
  Json::Array missing;
  for (const Field& field : type.fields()) {
    Json property = field.type->schema();
    property.set("description", field.doc);
    if (field.required)
      missing.push_back(field.name);
    else
      property.set("default", field.type->to_json(field.default_value));
    properties.set(field.name, property);
  }
  Json schema = Json::object()
                    .set("type", "object")
                    .set("properties", properties)
                    .set("additionalProperties", false);
  if (!missing.empty()) schema.set("required", missing);
  return schema;
}

std::vector<std::string> field_names(const ConfigType& type) {
  std::vector<std::string> names;
  for (const Field& field : type.fields()) names.emplace_back(field.name);
  return names;
}

}  // namespace cornu
