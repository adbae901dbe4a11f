#include "framework/config/results.h"

#include <filesystem>

#include "framework/base/version.h"
#include "framework/data/find_data.h"
#include "framework/nn/serialization.h"
#include "framework/runtime/backend.h"
#include "framework/runtime/process.h"

namespace cornu {

Json to_json(const Logs& logs) {
  Json json = Json::object();
  for (const auto& [name, value] : logs) {
    const std::vector<double>* list = logs.list(name);
    json.set(name, list ? FieldTraits<std::vector<double>>::to_json(*list) : Json(value));
  }
  return json;
}

Json to_json(const History& history) {
  Json json = Json::object();
  for (const auto& [name, values] : history) {
    const auto* lists = history.lists(name);
    json.set(name, lists ? FieldTraits<std::vector<std::vector<double>>>::to_json(*lists)
                         : FieldTraits<std::vector<double>>::to_json(values));
  }
  return json;
}

namespace {

std::string absolute(const std::string& name, const std::vector<std::string>& folders) {
  return std::filesystem::absolute(find_data(name, folders, "")).lexically_normal();
}

/// With the files' names such that they lead there from anywhere.
Json resolved(const SourceSpec& source, const std::vector<std::string>& folders) {
  Json json = FieldTraits<SourceSpec>::to_json(source);
  Json config = json["config"];
  for (const std::string_view key : source.source->files)
    if (const Json* name = config.find(key); name && !name->as_string().empty())
      config.set(key, absolute(name->as_string(), folders));
  return json.set("config", config);
}

}  // namespace

Json resolved_run(const Run& run) {
  Json data = Json::object();
  const DataSection& sections = run.file.data;
  for (const auto& [name, source] : {std::pair{"train", &sections.train},
                                     {"validation", &sections.validation},
                                     {"test", &sections.test}})
    if (*source) data.set(name, resolved(**source, run.folders));
  // A model from a file goes on with that file's weights.
  const Json* path = run.file.model.find("path");
  Json model = path ? Json::object().set("path", absolute(path->as_string(), run.folders))
                    : serialize(run.model.base());
  return to_json(run.file)
      .set("seed", run.seed)
      .set("model", std::move(model))
      .set("data", std::move(data))
      .set("environment",
           Json::object()
               .set("cornu", version())
               .set("device", default_device().text())
               .set("kernels", backend_of(default_device()).describe(default_device().index))
               .set("threads", num_threads()));
}

}  // namespace cornu
