#include "framework/saving/weights_file.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/runtime/messages.h"
#include "framework/saving/hdf5_reader.h"
#include "framework/saving/hdf5_variables.h"
#include "framework/saving/hdf5_writer.h"
#include "framework/saving/weight_paths.h"

namespace cornu {

namespace {

constexpr std::string_view kOptimizer = "optimizer";
constexpr std::string_view kInnerOptimizer = "optimizer/inner_optimizer";

std::string dataset_path(std::string_view group, size_t i) { return concat(group, "/vars/", i); }

void write_variables(Hdf5Writer& writer, std::string_view group, const Variables& variables) {
  for (size_t i = 0; i < variables.size(); ++i)
    write_value(writer, dataset_path(group, i), variables[i].stored());
}

/// The variables of an optimizer that another one, a loss scale, wraps: they stand last, from a
/// second iteration on.
Variables inner_variables(const Variables& variables) {
  if (variables.empty()) return {};
  const auto first = std::find_if(variables.begin() + 1, variables.end(),
                                  [](const Variable& each) { return each.name() == "iteration"; });
  return {first, variables.end()};
}

/// Empty where the model has no optimizer: it may run without.
Variables optimizer_variables(const ModelBase& model) {
  const auto training = model.training();
  return training ? training->optimizer_variables() : Variables();
}

void read_optimizer(const Hdf5Reader& reader, const Variables& variables) {
  if (variables.empty()) return;
  size_t present = 0;
  while (reader.find(dataset_path(kOptimizer, present))) ++present;
  if (present != variables.size()) {
    if (present > 0)
      warn(concat(reader.name(), ": the optimizer's state is skipped: the file holds ", present,
                  " variables, the optimizer has ", variables.size(), "."));
    return;
  }
  Tensors values;
  for (size_t i = 0; i < variables.size(); ++i) {
    const std::string path = dataset_path(kOptimizer, i);
    checked_dataset(reader, path, variables[i], "the optimizer");
    values.push_back(value_for(variables[i], reader, path));
  }
  for (size_t i = 0; i < variables.size(); ++i) variables[i].assign(values[i]);
}

}  // namespace

Bytes weights_to_hdf5(ModelBase& model) {
  Hdf5Writer writer;
  writer.group("vars");
  writer.attribute("vars", "name", model.name());
  for (const WeightGroup& group : weight_groups(model)) {
    const std::string vars = group.path + "/vars";
    writer.group(vars);
    writer.attribute(vars, "name", group.name);
    for (size_t i = 0; i < group.variables.size(); ++i)
      write_value(writer, dataset_path(group.path, i),
                  group.layer->stored_value(group.variables[i]));
  }
  if (const Variables variables = optimizer_variables(model); !variables.empty()) {
    writer.group("optimizer/vars");
    writer.attribute("optimizer/vars", "name", "optimizer");
    write_variables(writer, kOptimizer, variables);
    if (const Variables inner = inner_variables(variables); !inner.empty()) {
      writer.group(concat(kInnerOptimizer, "/vars"));  // Keras looks for them a second time
      writer.attribute(concat(kInnerOptimizer, "/vars"), "name", "inner_optimizer");
      write_variables(writer, kInnerOptimizer, inner);
    }
  }
  return writer.finish();
}

void weights_from_hdf5(ModelBase& model, Bytes image, std::string name) {
  const Hdf5Reader reader = Hdf5Reader::open(std::move(image), std::move(name));
  const std::vector<WeightGroup> groups = weight_groups(model);
  for (const WeightGroup& group : groups)  // all are looked at before any is changed
    for (size_t i = 0; i < group.variables.size(); ++i)
      checked_dataset(reader, dataset_path(group.path, i), group.variables[i],
                      group.layer->describe());
  for (const WeightGroup& group : groups) {
    for (size_t i = 0; i < group.variables.size(); ++i)
      group.variables[i].assign(value_for(group.variables[i], reader, dataset_path(group.path, i)));
    for (const Variable& merged : group.layer->merged_weights())
      merged.assign(zeros(merged.shape(), merged.dtype()));
  }
  read_optimizer(reader, optimizer_variables(model));
}

}  // namespace cornu
