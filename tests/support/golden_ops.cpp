#include "tests/support/golden_ops.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "framework/autodiff/tape.h"
#include "framework/base/file.h"
#include "framework/data/npz.h"
#include "framework/ops/ops.h"
#include "framework/ops/public.h"
#include "tests/support/golden.h"

namespace cornu {

namespace {

class Group {
 public:
  explicit Group(std::string_view name)
      : npz_(NpzReader::open(golden_path(concat("ops/", name, ".npz")))) {}

  Tensor array(const std::string& name) {
    const auto found = arrays_.find(name);
    if (found != arrays_.end()) return found->second;
    const FileArray file = npz_.read(name);
    Shape shape;
    for (const int64_t size : file.shape) shape.push_back(size);
    return arrays_[name] = from_buffer(file.bytes.data(), shape, file.dtype);
  }
  /// The results of a dtype, all in a row, as double.
  const std::vector<double>& results(const std::string& dtype) {
    std::vector<double>& values = results_[dtype];
    if (values.empty()) values = array("results_" + dtype).to_vector<double>();
    return values;
  }

 private:
  NpzReader npz_;
  std::map<std::string, Tensor> arrays_;
  std::map<std::string, std::vector<double>> results_;
};

const PublicOp* find(const std::string& name, bool has_options) {
  // what takes no options in its row has them under another name
  std::string wanted = name == "round" && has_options ? "round_to" : name;
  const size_t dot = wanted.find('.');
  if (dot != wanted.npos) wanted.replace(dot, 1, "::");
  for (const PublicOp& op : public_ops())
    if (op.name == wanted) return &op;
  return nullptr;
}

using Arrays = std::map<std::string, Tensor>;

Argument argument_of(const Json& json, const Arrays& arrays) {
  if (const Json* array = json.find("array")) return Operand(arrays.at(array->as_string()));
  if (json.is_bool()) return Operand(json.as_bool());
  if (json.is_int()) return Operand(json.as_int());
  if (json.is_number()) return Operand(json.as_double());
  if (json.is_string()) return json.as_string();
  if (json.is_array()) {
    Argument::List list;
    for (const Json& entry : json.as_array()) list.push_back(argument_of(entry, arrays));
    return list;
  }
  return {};
}

void expect_values(const Tensor& got, const std::vector<double>& all, int64_t at,
                   const std::string& what) {
  const auto values = got.to_vector<double>();
  const bool exact = !is_floating(got.dtype());
  for (size_t i = 0; i < values.size(); ++i) {
    const double expected = all.at(static_cast<size_t>(at) + i);
    const bool same = values[i] == expected || (std::isnan(values[i]) && std::isnan(expected));
    EXPECT_TRUE(same ||
                (!exact && std::fabs(values[i] - expected) <= 1e-5 * std::fabs(expected) + 1e-6))
        << what << ", element " << i << ": " << values[i] << ", not " << expected;
  }
}

void expect_gradients(const Json& entry, Group& group, GradientTape& tape, const Tensors& outputs) {
  Tensors targets, seeds;
  for (const Tensor& output : outputs) {
    if (!is_floating(output.dtype())) continue;
    const Tensor places = ops::cast(ops::arange(output.shape().elements()), DType::f32);
    targets.push_back(output);
    seeds.push_back(
        ops::cast(ops::reshape(ops::cos(places), ReshapeOptions{output.shape()}), output.dtype()));
  }
  std::vector<Source> sources;
  for (const auto& [name, at] : entry["gradients"].as_object())
    sources.push_back(group.array(name));
  const Tensors found = tape.gradients(targets, sources, seeds);
  size_t i = 0;
  for (const auto& [name, at] : entry["gradients"].as_object()) {
    const Tensor source = group.array(name);
    const Tensor gradient = found[i].defined() ? found[i] : zeros_like(source);
    expect_values(gradient, group.results(std::string(keras_name(source.dtype()))), at.as_int(),
                  "gradient of " + name);
    ++i;
  }
}

/// Names of Keras's arguments, of functions that have options before their last operand.
const std::map<std::string_view, std::vector<std::string>> kOrders = {
    {"average", {"x", "axis", "weights"}},
    {"batch_normalization", {"x", "mean", "variance", "axis", "offset", "scale", "epsilon"}},
    {"einsum", {"subscripts"}},
    {"pad", {"x", "pad_width", "mode", "constant_values"}}};

/// The option that the i-th argument is; nothing: it is an operand.
std::string option_name(const PublicOp& op, const std::vector<std::string>& options, size_t i) {
  const auto order = kOrders.find(op.name);
  if (order == kOrders.end())
    return i < op.arguments.size() ? "" : options.at(i - op.arguments.size());
  if (i >= order->second.size()) return "";
  const std::string& name = order->second[i];
  return std::find(options.begin(), options.end(), name) == options.end() ? "" : name;
}

/// The arrays that arguments name, each once.
void collect_arrays(const Json& json, std::vector<std::string>& names) {
  if (const Json* array = json.find("array")) {
    const std::string name = array->as_string();
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  } else if (json.is_array()) {
    for (const Json& entry : json.as_array()) collect_arrays(entry, names);
  }
}

void expect_call(const GoldenCall& call, Group& group) {
  const Json& entry = call.entry;
  GradientTape tape;
  if (const Json* gradients = entry.find("gradients"))
    for (const auto& [name, at] : gradients->as_object()) tape.watch(group.array(name));
  const Tensors outputs = call.run(call.arrays);
  const Json& expected = entry["outputs"];
  ASSERT_EQ(outputs.size(), expected.size());
  for (size_t k = 0; k < outputs.size(); ++k) {
    const std::string dtype = expected[k]["dtype"].as_string();
    Shape shape;
    for (const Json& size : expected[k]["shape"].as_array()) shape.push_back(size.as_int());
    ASSERT_EQ(outputs[k].spec().text(), (Spec{dtype_from_name(dtype), shape, {}}).text());
    expect_values(outputs[k], group.results(dtype), expected[k]["at"].as_int(), "value");
  }
  if (entry.find("gradients")) expect_gradients(entry, group, tape, outputs);
}

std::set<std::string> read_calls(std::string_view name, Group& group,
                                 std::vector<GoldenCall>& calls) {
  std::set<std::string> missing;
  const Json document = golden_ops(name);
  for (const Json& entry : document.as_array()) {
    const std::string op_name = entry["op"].as_string();
    const PublicOp* op = find(op_name, entry.contains("kwargs"));
    if (!op) {
      missing.insert(op_name);
      continue;
    }
    GoldenCall call{entry, op, {}, {}};
    collect_arrays(entry["args"], call.names);
    for (const std::string& array : call.names) call.arrays.push_back(group.array(array));
    calls.push_back(std::move(call));
  }
  return missing;
}

}  // namespace

Tensors GoldenCall::run(const Tensors& tensors) const {
  Arrays by_name;
  for (size_t i = 0; i < names.size(); ++i) by_name[names[i]] = tensors[i];
  CallArguments call;
  Json config = Json::object();
  const std::vector<std::string> options = field_names(*op->config);
  for (size_t i = 0; i < entry["args"].size(); ++i) {
    const Json& json = entry["args"][i];
    std::vector<std::string> named;
    collect_arrays(json, named);
    const std::string option = named.empty() ? option_name(*op, options, i) : "";
    if (option.empty())
      call.args.push_back(argument_of(json, by_name));
    else
      config.set(option, json);
  }
  if (const Json* kwargs = entry.find("kwargs"))
    for (const auto& [name, json] : kwargs->as_object()) {
      // What has no options takes names of its own (rearrange).
      if (options.empty() ||
          std::find(op->arguments.begin(), op->arguments.end(), name) != op->arguments.end())
        call.kwargs.emplace_back(name, argument_of(json, by_name));
      else
        config.set(name, json);
    }
  return op->call(*op, call, ConfigValue::from_json(*op->config, config));
}

Json golden_ops(std::string_view name) {
  const std::string path = golden_path(concat("ops/", name, ".json"));
  const Bytes bytes = read_file(path);
  return parse_json({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path);
}

std::vector<std::string> golden_groups() {
  std::vector<std::string> groups;
  for (const auto& file : std::filesystem::directory_iterator(golden_path("ops")))
    if (file.path().extension() == ".npz") groups.push_back(file.path().stem());
  std::sort(groups.begin(), groups.end());
  return groups;
}

std::vector<GoldenCall> golden_calls(std::string_view name) {
  Group group(name);
  std::vector<GoldenCall> calls;
  read_calls(name, group, calls);
  return calls;
}

std::set<std::string> expect_golden_ops(std::string_view name) {
  Group group(name);
  std::vector<GoldenCall> calls;
  std::set<std::string> missing = read_calls(name, group, calls);
  for (const GoldenCall& call : calls) {
    SCOPED_TRACE(call.entry.dump());
    try {
      expect_call(call, group);
    } catch (const std::exception& error) {
      ADD_FAILURE() << error.what();
    }
  }
  return missing;
}

}  // namespace cornu
