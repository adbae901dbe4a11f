#include "tests/support/golden_objects.h"

#include <algorithm>

#include "framework/base/file.h"
#include "framework/base/strings.h"
#include "framework/nn/catalog.h"
#include "framework/tensor/fields.h"
#include "tests/support/golden.h"

namespace cornu {

namespace {

/// The values that a schema names; empty: any but the default.
Json::Array choices(const Json& schema) {
  if (const Json* names = schema.find("enum")) return names->as_array();
  if (const Json* type = schema.find("type"); type && *type == Json("boolean"))
    return {Json(false), Json(true)};
  Json::Array all;
  if (const Json* either = schema.find("anyOf"))
    for (const Json& each : either->as_array())
      for (const Json& value : choices(each)) all.push_back(value);
  if (!all.empty()) all.emplace_back(nullptr);
  return all;
}

}  // namespace

Json golden_objects(std::string_view name) {
  const std::string path = golden_path(concat("objects/", name, ".json"));
  const Bytes bytes = read_file(path);
  return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path);
}

std::vector<std::string> unseen_arguments(const ObjectKind& kind, const Json& rows,
                                          const std::set<std::string>& others) {
  std::vector<std::string> unseen;
  for (const ClassDef* def : all_classes()) {
    if (def->kind != &kind || others.contains(std::string(def->name))) continue;
    std::vector<Json> configs;
    for (const Json& row : rows.as_array())
      if (row["class_name"].as_string() == def->name) configs.push_back(row["config"]);
    if (configs.empty()) unseen.emplace_back(def->name);
    for (const Field& field : def->config->fields()) {
      if (others.contains(std::string(field.name))) continue;
      const Json standard = field.type->to_json(field.default_value);
      std::vector<Json> seen;
      for (const Json& config : configs) {
        const Json* value = config.find(field.name);
        seen.push_back(value ? *value : standard);
      }
      const auto is_seen = [&](const Json& value) {
        return std::find(seen.begin(), seen.end(), value) != seen.end();
      };
      const bool is_dtype = field.type == &field_type<std::optional<DType>>;
      const Json::Array named = is_dtype ? Json::Array() : choices(field.type->schema());
      for (const Json& value : named)
        if (!is_seen(value))
          unseen.push_back(concat(def->name, ".", field.name, " = ", value.dump()));
      if (named.empty() &&
          std::all_of(seen.begin(), seen.end(), [&](const Json& v) { return v == standard; }))
        unseen.push_back(concat(def->name, ".", field.name));
    }
  }
  return unseen;
}

}  // namespace cornu
