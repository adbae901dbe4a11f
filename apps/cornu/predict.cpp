#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <iostream>

#include "apps/cornu/commands.h"
#include "apps/cornu/run_arguments.h"
#include "apps/cornu/run_failed.h"
#include "framework/base/atomic_file.h"
#include "framework/config/run.h"
#include "framework/data/npz.h"
#include "framework/data/source.h"
#include "framework/saving/model_file.h"

namespace cornu::program {

namespace {

struct Arguments {
  std::string model, data, output;
  int64_t batch_size = 32;
};

/// The arrays named after the model's inputs; for one input also "x", or the only array.
TensorStruct read_inputs(const Model& model, const std::string& path) {
  const NpzReader file = NpzReader::open(path);
  const std::vector<std::string> names = model.input_names();
  if (names.size() <= 1) {
    for (const std::string& name : {names.empty() ? std::string("x") : names[0], std::string("x")})
      if (file.contains(name)) return tensor_of(file.read(name));
    if (file.names().size() == 1) return tensor_of(file.read(file.names()[0]));
  }
  Tensors inputs;
  for (const std::string& name : names) inputs.push_back(tensor_of(file.read(name)));
  return inputs;
}

Json nested_list(const std::vector<double>& values, const Shape& shape, int64_t axis,
                 size_t& next) {
  if (axis == shape.ndim()) return values[next++];
  Json::Array list;
  for (int64_t i = 0; i < shape[axis]; ++i)
    list.push_back(nested_list(values, shape, axis + 1, next));
  return list;
}

Json json_of(const Tensor& tensor) {
  size_t next = 0;
  return nested_list(tensor.to_vector<double>(), tensor.shape(), 0, next);
}

void write_npz(const std::string& path, const std::vector<std::string>& names,
               const Tensors& outputs) {
  NpzWriter file(path);
  for (size_t i = 0; i < outputs.size(); ++i) {
    const Spec& spec = outputs[i].spec();
    Bytes bytes(spec.bytes());
    outputs[i].copy_to(bytes.data());
    std::vector<int64_t> shape;
    for (int64_t axis = 0; axis < spec.shape.ndim(); ++axis) shape.push_back(spec.shape[axis]);
    file.add(names[i], spec.dtype, shape, bytes);
  }
  file.finish();
}

/// Whether the rows are shares of a whole: a softmax's output.
bool is_classification(const Tensor& output) {
  if (output.ndim() != 2 || output.shape()[1] < 2) return false;
  const std::vector<double> values = output.to_vector<double>();
  const auto classes = static_cast<size_t>(output.shape()[1]);
  for (size_t row = 0; row < values.size(); row += classes) {
    double sum = 0;
    for (size_t i = 0; i < classes; ++i) {
      if (values[row + i] < 0) return false;
      sum += values[row + i];
    }
    if (std::abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

/// Each sample's likeliest three classes: `7: 0.99  1: 0.005  9: 0.002`.
void print_top_classes(const Tensor& output) {
  const std::vector<double> values = output.to_vector<double>();
  const auto classes = static_cast<size_t>(output.shape()[1]);
  const size_t shown = std::min<size_t>(3, classes);
  for (size_t row = 0; row < values.size(); row += classes) {
    std::vector<size_t> order(classes);
    for (size_t i = 0; i < classes; ++i) order[i] = i;
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown),
                      order.end(),
                      [&](size_t a, size_t b) { return values[row + a] > values[row + b]; });
    for (size_t i = 0; i < shown; ++i)
      std::cout << (i ? "  " : "") << order[i] << ": " << values[row + order[i]];
    std::cout << '\n';
  }
}

void predict(const Arguments& arguments) {
  const bool as_json = arguments.output.ends_with(".json");
  if (!arguments.output.empty() && !as_json && !arguments.output.ends_with(".npz"))
    fail<ConfigError>("--output ", arguments.output, ": it must end in .npz or .json.");
  if (!arguments.output.empty()) AtomicFile writable(arguments.output);  // before the work
  const Model model = load_model(arguments.model, {.compile = false});
  const TensorStruct inputs = read_inputs(model, arguments.data);
  try {
    check_inputs(model, inputs);
  } catch (Error& error) {
    error.add_place(concat("in ", arguments.data));
    throw;
  }
  run_work([&] {
    const TensorStruct outputs =
        model.predict_struct(data::from_arrays(inputs), {.batch_size = arguments.batch_size});
    const std::vector<std::string> names = model.output_names();
    if (!arguments.output.empty() && !as_json)
      return write_npz(arguments.output, names, outputs.flat());
    if (!as_json && outputs.size() == 1 && is_classification(outputs.flat()[0]))
      return print_top_classes(outputs.flat()[0]);
    Json json = Json::object();
    for (size_t i = 0; i < outputs.size(); ++i) json.set(names[i], json_of(outputs.flat()[i]));
    if (as_json)
      write_file(arguments.output, json.dump() + "\n");
    else
      std::cout << json.dump() << '\n';
  });
}

}  // namespace

void add_predict(CLI::App& program) {
  CLI::App* command = program.add_subcommand(
      "predict", "Apply a model to data; print the result, of a classifier the top 3 classes.");
  const auto arguments = std::make_shared<Arguments>();
  command->add_option("MODEL", arguments->model, "A .keras file.")->required();
  command->add_option("--data", arguments->data, "An .npz file, arrays named after the inputs.")
      ->required();
  command->add_option("--output", arguments->output, "An .npz or .json file for the result.");
  command->add_option("--batch-size", arguments->batch_size, "Samples of a step.")
      ->check(at_least(1));
  command->callback([arguments] { predict(*arguments); });
}

}  // namespace cornu::program
