#include "apps/cornu/run_schema.h"

#include "framework/config/run_file.h"
#include "framework/model/model_base.h"
#include "framework/nn/catalog.h"

namespace cornu::program {

namespace {

/// What files may say where an object of the kind stands: nothing, a name, or the whole object.
Json kind_schema(std::string_view kind) {
  Json alternatives =
      Json::Array{Json::object().set("type", "null"), Json::object().set("type", "string")};
  for (const ClassDef* def : all_classes()) {
    if (def->kind->module != kind) continue;
    Json config = config_schema(*def->config);
    if (def->config == &config_type<ModelOptions>()) {
      // A model's layers and their calls, as Keras writes them or by hand.
      config.set("additionalProperties", true);
      Json members = config["properties"];
      members.set("layers", Json::object()
                                .set("type", "array")
                                .set("items", Json::object().set("$ref", "#/$defs/keras.layers")));
      config.set("properties", members);
    }
    Json properties = Json::object()
                          .set("class_name", Json::object().set("const", def->name))
                          .set("config", config);
    for (const char* key : {"module", "registered_name", "build_config", "name", "inputs",
                            "inbound_nodes", "compile_config"})
      properties.set(key, Json::object());
    alternatives.push_back(Json::object()
                               .set("type", "object")
                               .set("description", def->doc)
                               .set("properties", properties)
                               .set("required", Json::Array{"class_name"})
                               .set("additionalProperties", false));
  }
  return Json::object().set("anyOf", alternatives);
}

/// One of these, a list of them, or an object of them by the outputs' names.
Json for_outputs(const Json& one) {
  const Json list =
      Json::object()
          .set("type", "array")
          .set("items",
               Json::object().set(
                   "anyOf",
                   Json::Array{one, Json::object().set("type", "array").set("items", one)}));
  const Json named =
      Json::object()
          .set("type", "object")
          .set("additionalProperties", Json::object().set("anyOf", Json::Array{one, list}));
  return Json::object().set("anyOf", Json::Array{one, list, named});
}

Json compile_schema() {
  const auto ref = [](const char* kind) {
    return Json::object().set("$ref", concat("#/$defs/", kind));
  };
  const Json metrics = for_outputs(ref("keras.metrics"));
  const Json boolean = Json::object().set("type", "boolean");
  return Json::object()
      .set("type", Json::Array{"object", "null"})
      .set("properties", Json::object()
                             .set("optimizer", ref("keras.optimizers"))
                             .set("loss", for_outputs(ref("keras.losses")))
                             .set("loss_weights", for_outputs(Json::object().set("type", "number")))
                             .set("metrics", metrics)
                             .set("weighted_metrics", metrics)
                             .set("run_eagerly", boolean)
                             .set("jit_compile", Json::object())
                             .set("auto_scale_loss", boolean)
                             .set("steps_per_execution", Json::object().set("type", "integer")))
      .set("additionalProperties", false);
}

}  // namespace

Json run_schema() {
  Json schema = Json::object().set("$schema", "https://json-schema.org/draft/2020-12/schema");
  schema.set("title", "A run file of Cornu");
  const Json sections = config_schema(config_type<RunFile>());
  for (const JsonMember& member : sections.as_object()) schema.set(member.key, member.value);
  Json properties = schema["properties"];
  const Json path =
      Json::object()
          .set("type", "object")
          .set("properties", Json::object().set("path", Json::object().set("type", "string")))
          .set("required", Json::Array{"path"})
          .set("additionalProperties", false);
  properties.set(
      "model", Json::object().set(
                   "anyOf", Json::Array{path, Json::object().set("$ref", "#/$defs/keras.layers")}));
  properties.set("compile", compile_schema());
  Json fit = properties["fit"], arguments = fit["properties"], callbacks = arguments["callbacks"];
  callbacks.set("items", Json::object().set("$ref", "#/$defs/keras.callbacks"));
  properties.set("fit", fit.set("properties", arguments.set("callbacks", callbacks)));
  schema.set("properties", properties);
  Json kinds = Json::object();
  for (const ClassDef* def : all_classes())
    if (!kinds.contains(def->kind->module))
      kinds.set(def->kind->module, kind_schema(def->kind->module));
  schema.set("$defs", kinds);
  return schema;
}

}  // namespace cornu::program
