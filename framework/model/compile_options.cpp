#include "framework/model/compile_options.h"

#include "framework/base/json_place.h"

namespace cornu {

namespace {

/// A name stays a name in files; an object is written whole.
template <class Ref>
Json name_or_object(const Ref& ref) {
  if (!ref) return {};
  return ref.spelling().empty() ? serialize(ref.get()) : Json(ref.spelling());
}

/// Keras's envelope of one of its own functions, `compile(loss=keras.losses.mean_squared_error)`.
bool is_function(const Json& json) {
  const Json* name = json.find("class_name");
  return name && *name == Json("function") && json["config"].is_string();
}

template <class Ref, class Base>
Ref ref_from_json(const Json& json) {
  if (json.is_null()) return {};
  try {
    if (json.is_string()) return json.as_string();
    if (is_function(json)) return json["config"].as_string();
  } catch (Error& error) {
    add_json_place(error, json);
    throw;
  }
  return Handle<Base>::cast(deserialize(Base::kKind, json));
}

LossRef loss_from_json(const Json& json) { return ref_from_json<LossRef, LossBase>(json); }

/// Objects have a class; what has none names outputs.
bool is_by_name(const Json& json) { return json.is_object() && !json.contains("class_name"); }

LossArg losses_from_json(const Json& json) {
  if (json.is_null()) return {};
  if (!json.is_array() && !is_by_name(json)) return loss_from_json(json);
  std::vector<LossRef> losses;
  std::vector<std::string> names;
  if (json.is_array()) {
    for (const Json& each : json.as_array()) losses.push_back(loss_from_json(each));
    return LossArg(std::move(losses));
  }
  for (const JsonMember& member : json.as_object()) {
    losses.push_back(loss_from_json(member.value));
    names.push_back(member.key);
  }
  return LossArg::by_name(std::move(names), std::move(losses));
}

MetricList metric_list_from_json(const Json& json) {
  std::vector<MetricRef> metrics;
  if (json.is_array()) {
    for (const Json& each : json.as_array())
      metrics.push_back(ref_from_json<MetricRef, MetricBase>(each));
  } else if (!json.is_null()) {
    metrics.push_back(ref_from_json<MetricRef, MetricBase>(json));
  }
  return MetricList(std::move(metrics));
}

MetricsArg metrics_from_json(const Json& json) {
  if (json.is_null()) return {};
  std::vector<MetricList> lists;
  if (is_by_name(json)) {
    std::vector<std::string> names;
    for (const JsonMember& member : json.as_object()) {
      lists.push_back(metric_list_from_json(member.value));
      names.push_back(member.key);
    }
    return MetricsArg::by_name(std::move(names), std::move(lists));
  }
  bool nested = false;
  if (json.is_array())
    for (const Json& each : json.as_array()) nested = nested || each.is_array() || each.is_null();
  if (!nested) return MetricsArg(metric_list_from_json(json));
  for (const Json& each : json.as_array()) lists.push_back(metric_list_from_json(each));
  return MetricsArg::for_each(std::move(lists));
}

Json to_json(const LossArg& arg) {
  if (arg.kind() == LossArg::Kind::none) return {};
  if (arg.kind() == LossArg::Kind::one) return name_or_object(arg.losses()[0]);
  Json json = arg.names().empty() ? Json::array() : Json::object();
  for (size_t i = 0; i < arg.losses().size(); ++i) {
    if (arg.names().empty())
      json.push_back(name_or_object(arg.losses()[i]));
    else
      json.set(arg.names()[i], name_or_object(arg.losses()[i]));
  }
  return json;
}

Json to_json(const WeightsArg& arg) {
  if (arg.empty()) return {};
  if (arg.one_for_all()) return arg.weights()[0];
  Json json = arg.names().empty() ? Json::array() : Json::object();
  for (size_t i = 0; i < arg.weights().size(); ++i) {
    if (arg.names().empty())
      json.push_back(arg.weights()[i]);
    else
      json.set(arg.names()[i], arg.weights()[i]);
  }
  return json;
}

Json to_json(const MetricList& list) {
  Json json = Json::array();
  for (const MetricRef& metric : list.metrics()) json.push_back(name_or_object(metric));
  return json;
}

Json to_json(const MetricsArg& arg) {
  if (arg.kind() == MetricsArg::Kind::none) return {};
  if (arg.kind() == MetricsArg::Kind::list) return to_json(arg.lists()[0]);
  Json json = arg.names().empty() ? Json::array() : Json::object();
  for (size_t i = 0; i < arg.lists().size(); ++i) {
    if (arg.names().empty())
      json.push_back(to_json(arg.lists()[i]));
    else
      json.set(arg.names()[i], to_json(arg.lists()[i]));
  }
  return json;
}

/// True, false, or Keras's "auto".
std::optional<bool> jit_compile_from_json(const Json& json) {
  if (json.is_null() || (json.is_string() && json.as_string() == "auto")) return std::nullopt;
  return json.as_bool();
}

WeightsArg weights_from_json(const Json& json) {
  if (json.is_null()) return {};
  if (json.is_number()) return json.as_double();
  std::vector<double> weights;
  if (json.is_array()) {
    for (const Json& each : json.as_array()) weights.push_back(each.as_double());
    return WeightsArg(std::move(weights));
  }
  std::vector<std::string> names;
  for (const JsonMember& member : json.as_object()) {
    weights.push_back(member.value.as_double());
    names.push_back(member.key);
  }
  return WeightsArg::by_name(std::move(names), std::move(weights));
}

}  // namespace

LossArg LossArg::by_name(std::vector<std::string> names, std::vector<LossRef> losses) {
  LossArg arg(std::move(losses));
  arg.kind_ = Kind::named;
  arg.names_ = std::move(names);
  return arg;
}

LossArg::LossArg(std::initializer_list<NamedLoss> losses) : kind_(Kind::named) {
  for (const NamedLoss& each : losses) {
    names_.push_back(each.key);
    losses_.push_back(each.loss);
  }
}

WeightsArg::WeightsArg(std::initializer_list<std::pair<std::string, double>> weights) {
  for (const auto& [name, weight] : weights) {
    names_.push_back(name);
    weights_.push_back(weight);
  }
}

WeightsArg WeightsArg::by_name(std::vector<std::string> names, std::vector<double> weights) {
  WeightsArg arg(std::move(weights));
  arg.names_ = std::move(names);
  return arg;
}

MetricsArg::MetricsArg(std::initializer_list<NamedMetrics> metrics) : kind_(Kind::named) {
  for (const NamedMetrics& each : metrics) {
    names_.push_back(each.key);
    lists_.push_back(each.metrics);
  }
}

MetricsArg MetricsArg::for_each(std::vector<MetricList> lists) {
  MetricsArg arg;
  arg.kind_ = Kind::lists;
  arg.lists_ = std::move(lists);
  return arg;
}

MetricsArg MetricsArg::by_name(std::vector<std::string> names, std::vector<MetricList> lists) {
  MetricsArg arg = for_each(std::move(lists));
  arg.kind_ = Kind::named;
  arg.names_ = std::move(names);
  return arg;
}

Json to_json(const CompileOptions& options) {
  return Json::object()
      .set("optimizer", options.optimizer ? serialize(options.optimizer.get()) : Json())
      .set("loss", to_json(options.loss))
      .set("loss_weights", to_json(options.loss_weights))
      .set("metrics", to_json(options.metrics))
      .set("weighted_metrics", to_json(options.weighted_metrics))
      .set("run_eagerly", options.run_eagerly)
      .set("steps_per_execution", options.steps_per_execution)
      .set("jit_compile", options.jit_compile.value_or(false));
}

CompileOptions compile_options_from_json(const Json& json) {
  static constexpr std::string_view kKnown[] = {"optimizer",           "loss",
                                                "loss_weights",        "metrics",
                                                "weighted_metrics",    "run_eagerly",
                                                "jit_compile",         "auto_scale_loss",
                                                "steps_per_execution", "sample_weight_mode"};
  // Of older versions of Keras.
  static constexpr std::pair<std::string_view, std::string_view> kRefused[] = {
      {"target_tensors", "pass the targets to fit, as y."},
      {"distribute", "there is one device a process; \"device\" chooses it."}};
  CompileOptions options;
  for (const JsonMember& member : json.as_object()) {
    const Json& value = member.value;
    if (member.key == "optimizer")
      options.optimizer = ref_from_json<OptimizerRef, OptimizerBase>(value);
    else if (member.key == "loss")
      options.loss = losses_from_json(value);
    else if (member.key == "loss_weights")
      options.loss_weights = weights_from_json(value);
    else if (member.key == "metrics")
      options.metrics = metrics_from_json(value);
    else if (member.key == "weighted_metrics")
      options.weighted_metrics = metrics_from_json(value);
    else if (member.key == "run_eagerly")
      options.run_eagerly = value.as_bool();
    else if (member.key == "auto_scale_loss")
      options.auto_scale_loss = value.as_bool();
    else if (member.key == "steps_per_execution")
      options.steps_per_execution = value.as_int();
    else if (member.key == "jit_compile")
      options.jit_compile = jit_compile_from_json(value);
    else if (member.key == "sample_weight_mode")
      options.sample_weight_mode =
          FieldTraits<std::optional<std::string>>::from_json(value, {.owner = "compile"});
    else if (const auto refused =
                 std::find_if(std::begin(kRefused), std::end(kRefused),
                              [&](const auto& each) { return each.first == member.key; });
             refused != std::end(kRefused))
      fail_at(value, concat("compile: ", quote(member.key),
                            " is not supported.\n  hint: ", refused->second));
    else
      fail_at(value, concat("compile: unknown argument ", quote(member.key), ".",
                            suggest(member.key, {std::begin(kKnown), std::end(kKnown)})));
  }
  return options;
}

}  // namespace cornu
