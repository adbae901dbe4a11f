#include <algorithm>
#include <deque>
#include <map>

#include "framework/base/json_place.h"
#include "framework/model/argument_json.h"
#include "framework/model/functional.h"
#include "framework/nn/classes.h"
#include "framework/nn/input.h"
#include "framework/nn/serialization.h"

namespace cornu {

constinit const ClassDef functional_model =
    class_def<Functional>("Functional", "A graph of layers and ops from inputs to outputs.",
                          {"Model"}, "keras.src.models.functional");

namespace {

constexpr std::string_view kOpsModule = "keras.src.ops.";

/// Keras counts the calls of a nested functional model from 1, but only in output_layers.
bool counts_from_one(const CallNode& node) {
  return node.layer && dynamic_cast<const Functional*>(node.layer.get());
}

Json source_list(const TensorStruct& tensors,
                 const std::function<TensorSource(const Tensor&)>& source_of, bool are_outputs) {
  Json::Array flat;
  for (const Tensor& tensor : tensors.flat()) {
    TensorSource source = source_of(tensor);
    if (are_outputs && counts_from_one(call_of(tensor))) ++source.call;
    flat.push_back(to_json(source));
  }
  if (tensors.kind() == TensorStruct::Kind::one) return flat[0];
  if (tensors.kind() != TensorStruct::Kind::dict) return flat;
  Json dict = Json::object();
  for (size_t i = 0; i < flat.size(); ++i) dict.set(tensors.names()[i], flat[i]);
  return dict;
}

Json op_to_json(const CallNode& call) {
  Json config = Json::object().set("name", call.op_name);
  const Json arguments = call.config.to_json();
  for (const auto& [key, value] : arguments.as_object()) config.set(key, value);
  return Json::object()
      .set("module", concat(kOpsModule, call.op->module))
      .set("class_name", call.op->class_name)
      .set("config", config)
      .set("registered_name", call.op->class_name);
}

/// `["a", "b"]` rather than `["a", 0, 0]`.
bool names_layers(const Json& json) {
  if (!json.is_array() || json.size() == 0) return false;
  const auto& entries = json.as_array();
  return std::all_of(entries.begin(), entries.end(), [](const Json& e) { return e.is_string(); });
}

/// Makes the graph of a config.json: calls are made as soon as what they need is there.
class GraphReader {
 public:
  explicit GraphReader(const ReadContext& context) : context_(context) {}

  void read_operation(const Json& entry) {
    if (!entry.is_object()) fail_expected("a layer: an object", entry, context_);
    const Json* own_name = entry.find("name");
    const std::string name = own_name ? own_name->as_string() : entry["config"]["name"].as_string();
    if (operations_.contains(name))
      fail_at(entry, concat("two layers are named ", quote(name), "."));
    Operation& operation = operations_[name];
    const Json* module = entry.find("module");
    if (module && module->is_string() && module->as_string().starts_with(kOpsModule)) {
      read_op(entry, name, operation);
    } else {
      operation.layer = FieldTraits<LayerRef>::from_json(entry, context_);
      operation.layer->set_options({.name = name, .trainable = operation.layer->trainable()});
      if (auto* input = dynamic_cast<InputLayer*>(operation.layer.object().get())) {
        made_[{name, 0}] = {input->output()};
        return;
      }
    }
    read_calls(entry, name);
  }

  void make_calls() {
    for (size_t i = 0; i < calls_.size(); ++i) wait_or_make(i);
    while (!ready_.empty()) {
      const size_t call = ready_.front();
      ready_.pop_front();
      make(call);
    }
    for (const Call& call : calls_)
      if (call.missing > 0)
        fail_at(call.place, concat("the call of ", quote(call.name),
                                   " needs tensors that nothing in the model makes."));
  }

  TensorStruct structure(const Json& json, bool are_outputs) const {
    if (json.is_object()) {
      std::vector<NamedTensor> named;
      for (const auto& [name, entry] : json.as_object())
        named.emplace_back(name, tensor(entry, read_source(entry), are_outputs));
      return TensorStruct(std::move(named));
    }
    if (names_layers(json)) {  // written by hand
      Tensors named;
      for (const Json& name : json.as_array())
        named.push_back(tensor(name, {name.as_string(), 0, 0}, are_outputs));
      return named.size() == 1 ? TensorStruct(named[0]) : TensorStruct(named);
    }
    if (json.is_array() && json.size() > 0 && json[0].is_string())
      return tensor(json, read_source(json), are_outputs);
    Tensors list;
    for (const Json& entry : json.as_array())
      list.push_back(tensor(entry, read_source(entry), are_outputs));
    return list;
  }

 private:
  struct Operation {
    LayerRef layer;
    const PublicOp* op = nullptr;
    Attrs config;
  };
  struct Call {
    std::string name;
    int64_t index;
    Json json;   // {"args", "kwargs"}
    Json place;  // what the file has for it
    int missing = 0;
  };
  using Key = std::pair<std::string, int64_t>;

  void read_op(const Json& entry, const std::string& name, Operation& operation) {
    const std::string module = entry["module"].as_string().substr(kOpsModule.size());
    const std::string class_name = entry["class_name"].as_string();
    operation.op = find_public_op(module, class_name);
    if (!operation.op)
      fail_at(entry["class_name"],
              concat("unknown op ", quote(class_name), " of module ",
                     quote(entry["module"].as_string()), ", named ", quote(name), "."));
    static constexpr std::string_view kName[] = {"name"};
    ReadContext inner = context_;
    inner.owner = operation.op->class_name;
    inner.also_known = kName;
    inner.ignore_unknown_nulls = true;
    operation.config = ConfigValue::from_json(*operation.op->config, entry["config"], inner);
  }

  void read_calls(const Json& entry, const std::string& name) {
    if (const Json* inputs = entry.find("inputs")) {  // written by hand: names of layers
      Json::Array args;
      for (const Json& input : inputs->as_array()) {
        if (!input.is_string()) fail_expected("the name of a layer", input, context_);
        args.push_back(
            Json::object()
                .set("class_name", "__keras_tensor__")
                .set("config", Json::object().set("keras_history", Json::Array{input, 0, 0})));
      }
      const bool one = args.size() == 1;
      calls_.push_back({name, 0,
                        Json::object()
                            .set("args", Json::Array{one ? args[0] : Json(args)})
                            .set("kwargs", Json::object()),
                        entry});
      return;
    }
    int64_t index = 0;
    for (const Json& node : entry["inbound_nodes"].as_array()) {
      if (!node.is_object())
        fail_at(node, "this model was written by Keras 2.\n  hint: load and save it with Keras 3.");
      calls_.push_back({name, index++, node, node});
    }
  }

  void wait_or_make(size_t index) {
    Call& call = calls_[index];
    each_source(call.json, [&](const Json& place, const TensorSource& source) {
      if (!operations_.contains(source.name))
        fail_no_layer(place.where().empty() ? call.place : place, source.name);
      if (made_.contains({source.name, source.call})) return;
      waiting_[{source.name, source.call}].push_back(index);
      ++call.missing;
    });
    if (call.missing == 0) make(index);
  }

  void make(size_t index) {
    const Call& call = calls_[index];
    const Operation& operation = operations_.at(call.name);
    const auto find = [&](const Json& place, const TensorSource& source) {
      return tensor(place, source, false);
    };
    try {
      CallArguments arguments;
      if (const Json* args = call.json.find("args"))
        for (const Json& entry : args->as_array())
          arguments.args.push_back(argument_from_json(entry, find));
      if (const Json* kwargs = call.json.find("kwargs"))
        for (const auto& [name, entry] : kwargs->as_object())
          arguments.kwargs.emplace_back(name, argument_from_json(entry, find));
      made_[{call.name, call.index}] = call_operation(call, operation, arguments);
    } catch (Error& error) {
      add_json_place(error, call.place);
      throw;
    }
    for (const size_t other : waiting_[{call.name, call.index}])
      if (--calls_[other].missing == 0) ready_.push_back(other);
  }

  [[noreturn]] void fail_no_layer(const Json& place, const std::string& name) const {
    std::vector<std::string> known;
    for (const auto& entry : operations_) known.push_back(entry.first);
    fail_at(place, concat("there is no layer ", quote(name), ".", suggest(name, known)));
  }

  Tensors call_operation(const Call& call, const Operation& operation,
                         const CallArguments& arguments) {
    if (operation.op) return record_op_call(*operation.op, arguments, operation.config, call.name);
    TensorStruct inputs;
    CallOptions options;
    read_arguments(arguments, inputs, options);
    return operation.layer->invoke(inputs, options).flat();
  }

  Tensor tensor(const Json& place, TensorSource source, bool is_output) const {
    const auto operation = operations_.find(source.name);
    if (operation == operations_.end()) fail_no_layer(place, source.name);
    if (is_output && source.call > 0 &&
        dynamic_cast<const Functional*>(operation->second.layer.object().get()))
      --source.call;
    const auto found = made_.find({source.name, source.call});
    if (found == made_.end())
      fail_at(place, concat("the layer ", quote(source.name), " is not called ", source.call + 1,
                            " times."));
    if (source.output < 0 || source.output >= static_cast<int64_t>(found->second.size()))
      fail_at(place,
              concat("the layer ", quote(source.name), " has no output ", source.output, "."));
    return found->second[static_cast<size_t>(source.output)];
  }

  const ReadContext& context_;
  std::map<std::string, Operation, std::less<>> operations_;
  std::vector<Call> calls_;
  std::map<Key, Tensors> made_;
  std::map<Key, std::vector<size_t>> waiting_;
  std::deque<size_t> ready_;
};

}  // namespace

Json Functional::get_build_config() const { return Json::object().set("input_shape", Json()); }

Json Functional::get_config() const {
  const auto source_of = [&](const Tensor& tensor) {
    const CallNode& node = call_of(tensor);
    return TensorSource{node.name(), graph_.call_index(node), tensor.index()};
  };
  Json layers = Json::array();
  for (const LayerGraph::Operation& operation : graph_.operations()) {
    Json entry =
        operation.layer ? serialize(operation.layer.get()) : op_to_json(*operation.calls[0]);
    entry.set("name", operation.name());
    Json nodes = Json::array();
    for (const CallNode* call : operation.calls) {
      if (call->is_input()) continue;
      Json args = Json::array(), kwargs = Json::object();
      for (const Argument& argument : call->arguments.args)
        args.push_back(argument_to_json(argument, source_of));
      for (const auto& [name, argument] : call->arguments.kwargs)
        kwargs.set(name, argument_to_json(argument, source_of));
      nodes.push_back(Json::object().set("args", args).set("kwargs", kwargs));
    }
    entry.set("inbound_nodes", nodes);
    layers.push_back(entry);
  }
  return Json::object()
      .set("name", this->name())
      .set("trainable", trainable())
      .set("layers", layers)
      .set("input_layers", source_list(graph_.inputs(), source_of, false))
      .set("output_layers", source_list(graph_.outputs(), source_of, true));
}

std::shared_ptr<Functional> Functional::read(const Json& config, const ReadContext& context) {
  static constexpr std::string_view kOwn[] = {"layers", "input_layers", "output_layers", "dtype"};
  ReadContext inner = context;
  inner.also_known = kOwn;
  const auto options = from_json<ModelOptions>(config, inner);
  GraphReader reader(context);
  for (const Json& entry : config["layers"].as_array()) reader.read_operation(entry);
  reader.make_calls();
  try {
    return std::make_shared<Functional>(reader.structure(config["input_layers"], false),
                                        reader.structure(config["output_layers"], true), options);
  } catch (const ValueError& error) {
    fail_at(config["output_layers"], error.message());
  }
}

}  // namespace cornu
