#include "framework/model/argument_json.h"

#include "framework/base/error.h"
#include "framework/nn/call_node.h"
#include "framework/ops/cast.h"
#include "framework/ops/creation.h"
#include "framework/tensor/fields.h"

namespace cornu {

namespace {

Json tagged(std::string_view class_name, Json config) {
  return Json::object().set("class_name", class_name).set("config", std::move(config));
}

Json nested_values(const std::vector<double>& values, const Shape& shape, bool integers,
                   int64_t axis, size_t& next) {
  if (axis == shape.ndim()) {
    const double value = values[next++];
    return integers ? Json(static_cast<int64_t>(value)) : Json(value);
  }
  Json::Array list;
  for (int64_t i = 0; i < shape[axis]; ++i)
    list.push_back(nested_values(values, shape, integers, axis + 1, next));
  return list;
}

Json constant_to_json(const Tensor& tensor) {
  size_t next = 0;
  return tagged("__tensor__",
                Json::object()
                    .set("value", nested_values(tensor.to_vector<double>(), tensor.shape(),
                                                !is_floating(tensor.dtype()), 0, next))
                    .set("dtype", keras_name(tensor.dtype())));
}

void flatten(const Json& json, int64_t depth, Shape& shape, std::vector<double>& values) {
  if (!json.is_array()) {
    if (depth != shape.ndim()) fail_at(json, "the rows of a tensor differ in depth.");
    values.push_back(json.is_bool() ? json.as_bool() : json.as_double());
    return;
  }
  const auto size = static_cast<int64_t>(json.size());
  if (depth == shape.ndim() && values.empty()) shape.push_back(size);
  if (depth >= shape.ndim() || shape[depth] != size)
    fail_at(json, "the rows of a tensor differ in length.");
  for (const Json& element : json.as_array()) flatten(element, depth + 1, shape, values);
}

Tensor constant_from_json(const Json& config) {
  Shape shape;
  std::vector<double> values;
  flatten(config["value"], 0, shape, values);
  return ops::cast(from_buffer(values.data(), shape, DType::f64),
                   dtype_from_name(config["dtype"].as_string()));
}

Range range_from_json(const Json& config) {
  Range range(all);
  const auto read = [&](std::string_view key, int64_t& value, bool* given) {
    const Json* json = config.find(key);
    if (!json || json->is_null()) return;
    value = json->as_int();
    if (given) *given = true;
  };
  read("start", range.start, &range.has_start);
  read("stop", range.stop, &range.has_stop);
  read("step", range.step, nullptr);
  return range;
}

Json range_to_json(const Range& range) {
  if (range.is_index) return range.start;
  return tagged("__slice__", Json::object()
                                 .set("start", range.has_start ? Json(range.start) : Json())
                                 .set("stop", range.has_stop ? Json(range.stop) : Json())
                                 .set("step", range.step == 1 ? Json() : Json(range.step)));
}

const Json* tag_of(const Json& json) {
  const Json* tag = json.find("class_name");
  return tag && tag->is_string() && tag->as_string().starts_with("__") ? tag : nullptr;
}

}  // namespace

Json to_json(const TensorSource& source) {
  return Json::Array{source.name, source.call, source.output};
}

TensorSource read_source(const Json& json) {
  if (!json.is_array() || json.size() < 3 || !json[0].is_string() || !json[1].is_int() ||
      !json[2].is_int())
    fail_at(json, concat("a tensor's origin is needed, such as [\"dense\", 0, 0], not ",
                         json.brief(), "."));
  return {json[0].as_string(), json[1].as_int(), json[2].as_int()};
}

Json argument_to_json(const Argument& argument,
                      const std::function<TensorSource(const Tensor&)>& source_of) {
  struct Writer {
    const std::function<TensorSource(const Tensor&)>& source_of;
    Json operator()(const Argument::None&) const { return {}; }
    Json operator()(const Argument::Ellipsis&) const {
      return tagged("__ellipsis__", Json::object());
    }
    Json operator()(const Tensor& tensor) const {
      if (!tensor.is_symbolic()) return constant_to_json(tensor);
      return tagged("__keras_tensor__",
                    Json::object()
                        .set("shape", FieldTraits<Shape>::to_json(tensor.shape()))
                        .set("dtype", keras_name(tensor.dtype()))
                        .set("keras_history", to_json(source_of(tensor))));
    }
    Json operator()(bool value) const { return value; }
    Json operator()(int64_t value) const { return value; }
    Json operator()(double value) const { return value; }
    Json operator()(const std::string& value) const { return value; }
    Json operator()(const Range& range) const { return range_to_json(range); }
    Json operator()(const Argument::List& list) const {
      Json::Array out;
      for (const Argument& entry : list) out.push_back(argument_to_json(entry, source_of));
      return out;
    }
    Json operator()(const Argument::Dict& dict) const {
      Json out = Json::object();
      for (const auto& [name, entry] : dict) out.set(name, argument_to_json(entry, source_of));
      return out;
    }
  };
  return std::visit(Writer{source_of}, argument.value);
}

Argument argument_from_json(
    const Json& json, const std::function<Tensor(const Json&, const TensorSource&)>& tensor_of) {
  switch (json.type()) {
    case Json::Type::null:
      return {};
    case Json::Type::boolean:
      return json.as_bool();
    case Json::Type::integer:
      return json.as_int();
    case Json::Type::number:
      return json.as_double();
    case Json::Type::string:
      return json.as_string();
    case Json::Type::array: {
      Argument::List list;
      for (const Json& entry : json.as_array())
        list.push_back(argument_from_json(entry, tensor_of));
      return list;
    }
    case Json::Type::object:
      break;
  }
  if (const Json* tag = tag_of(json)) {
    const std::string& name = tag->as_string();
    const Json* config = json.find("config");
    if (name == "__ellipsis__") return Argument::Ellipsis();
    if (!config) fail_at(json, concat(name, " has no \"config\"."));
    if (name == "__keras_tensor__")
      return Operand(tensor_of(json, read_source((*config)["keras_history"])));
    if (name == "__slice__") return range_from_json(*config);
    if (name == "__tensor__" || name == "__numpy__") return Operand(constant_from_json(*config));
    fail_at(*tag, concat("a call's argument of class ", quote(name), " cannot be read."));
  }
  Argument::Dict dict;
  for (const auto& [name, entry] : json.as_object())
    dict.emplace_back(name, argument_from_json(entry, tensor_of));
  return dict;
}

void each_source(const Json& json, const std::function<void(const Json&, const TensorSource&)>& f) {
  if (json.is_array()) {
    for (const Json& entry : json.as_array()) each_source(entry, f);
  } else if (json.is_object()) {
    const Json* tag = tag_of(json);
    if (tag && tag->as_string() == "__keras_tensor__")
      f(json, read_source(json["config"]["keras_history"]));
    else
      for (const auto& [name, entry] : json.as_object()) each_source(entry, f);
  }
}

}  // namespace cornu
