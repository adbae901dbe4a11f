#include "framework/config/results.h"

#include "framework/base/version.h"
#include "framework/nn/serialization.h"
#include "framework/runtime/process.h"

namespace cornu {

Json to_json(const Logs& logs) {
  Json json = Json::object();
  for (const auto& [name, value] : logs) json.set(name, value);
  return json;
}

Json to_json(const History& history) {
  Json json = Json::object();
  for (const auto& [name, values] : history)
    json.set(name, FieldTraits<std::vector<double>>::to_json(values));
  return json;
}

Json resolved_run(const Run& run) {
  return to_json(run.file)
      .set("seed", run.seed)
      .set("model", serialize(run.model.base()))
      .set("environment", Json::object()
                              .set("cornu", version())
                              .set("device", default_device().text())
                              .set("threads", num_threads()));
}

}  // namespace cornu
