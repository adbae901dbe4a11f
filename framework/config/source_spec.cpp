#include "framework/config/source_spec.h"

#include "framework/base/json_place.h"

namespace cornu {

namespace {

constexpr std::string_view kKeys[] = {"class_name", "config"};

void check_keys(const Json& json) {
  const std::vector<std::string> known(std::begin(kKeys), std::end(kKeys));
  for (const JsonMember& member : json.as_object())
    if (member.key != kKeys[0] && member.key != kKeys[1])
      fail_at(member.value,
              concat("unknown argument ", quote(member.key), ".", suggest(member.key, known)));
}

}  // namespace

Dataset SourceSpec::load(const DataRequest& request) const {
  try {
    return source->load(config, request);
  } catch (Error& error) {
    add_json_place(error, json);
    throw;
  }
}

Json FieldTraits<SourceSpec>::to_json(const SourceSpec& value) {
  return Json::object().set("class_name", value.source->name).set("config", value.config.to_json());
}

SourceSpec FieldTraits<SourceSpec>::from_json(const Json& json, const ReadContext& context) {
  if (!json.is_object() || !json.contains("class_name"))
    fail_expected("a data source: an object with \"class_name\"", json, context);
  check_keys(json);
  SourceSpec spec;
  spec.json = json;
  try {
    spec.source = &data_source(json["class_name"].as_string());
  } catch (const ConfigError& error) {
    fail_at(json["class_name"], error.message());
  }
  ReadContext inner;
  inner.owner = spec.source->name;
  const Json* config = json.find("config");
  spec.config =
      ConfigValue::from_json(*spec.source->config, config ? *config : Json::object(), inner);
  return spec;
}

Json FieldTraits<SourceSpec>::schema() {
  Json alternatives = Json::array();
  for (const DataSource* source : data_sources())
    alternatives.push_back(
        Json::object()
            .set("type", "object")
            .set("description", source->doc)
            .set("properties", Json::object()
                                   .set("class_name", Json::object().set("const", source->name))
                                   .set("config", config_schema(*source->config)))
            .set("required", Json::Array{"class_name"})
            .set("additionalProperties", false));
  return Json::object().set("anyOf", alternatives);
}

}  // namespace cornu
