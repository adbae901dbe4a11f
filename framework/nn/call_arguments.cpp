#include "framework/base/error.h"
#include "framework/nn/call_node.h"

namespace cornu {

namespace {

Argument argument_of(const TensorStruct& tensors) {
  switch (tensors.kind()) {
    case TensorStruct::Kind::none:
      return {};
    case TensorStruct::Kind::one:
      return Operand(tensors.flat()[0]);
    case TensorStruct::Kind::list:
      return tensors.flat();
    case TensorStruct::Kind::dict:
      break;
  }
  Argument::Dict dict;
  for (size_t i = 0; i < tensors.size(); ++i)
    dict.emplace_back(tensors.names()[i], Argument(Operand(tensors.flat()[i])));
  return dict;
}

Tensor tensor_of_argument(const Argument& argument, std::string_view what) {
  const auto* tensor = std::get_if<Tensor>(&argument.value);
  if (!tensor) fail<ConfigError>("argument ", quote(what), " must be a tensor.");
  return *tensor;
}

TensorStruct struct_of(const Argument& argument, std::string_view what) {
  if (std::holds_alternative<Argument::None>(argument.value)) return {};
  if (const auto* list = std::get_if<Argument::List>(&argument.value)) {
    Tensors tensors;
    for (const Argument& entry : *list) tensors.push_back(tensor_of_argument(entry, what));
    return tensors;
  }
  if (const auto* dict = std::get_if<Argument::Dict>(&argument.value)) {
    std::vector<NamedTensor> tensors;
    for (const auto& [name, entry] : *dict)
      tensors.emplace_back(name, tensor_of_argument(entry, what));
    return TensorStruct(std::move(tensors));
  }
  return tensor_of_argument(argument, what);
}

/// A mask for each of several inputs: they travel with the tensors. Named ones come sorted, as the
/// inputs do.
void attach_masks(const Argument& given, TensorStruct& inputs) {
  Argument::List masks;
  if (const auto* dict = std::get_if<Argument::Dict>(&given.value)) {
    for (const std::string& name : inputs.names())
      for (const auto& [key, entry] : *dict)
        if (key == name) masks.push_back(entry);
  } else {
    masks = std::get<Argument::List>(given.value);
  }
  if (masks.size() != inputs.size())
    fail<ConfigError>("argument \"mask\" has ", masks.size(), " entries for ", inputs.size(),
                      " inputs.");
  Tensors masked = inputs.flat();
  for (size_t i = 0; i < masks.size(); ++i)
    if (const auto* mask = std::get_if<Tensor>(&masks[i].value))
      masked[i] = masked[i].with_mask(*mask);
  inputs = inputs.with(std::move(masked));
}

}  // namespace

CallArguments arguments_of(const TensorStruct& inputs, const CallOptions& options) {
  CallArguments arguments;
  arguments.args.push_back(argument_of(inputs));
  if (!options.initial_state.empty())
    arguments.kwargs.emplace_back("initial_state", argument_of(options.initial_state));
  if (options.training) arguments.kwargs.emplace_back("training", Argument(*options.training));
  if (options.mask.defined()) arguments.kwargs.emplace_back("mask", Operand(options.mask));
  return arguments;
}

void read_arguments(const CallArguments& arguments, TensorStruct& inputs, CallOptions& options) {
  if (!arguments.args.empty()) inputs = struct_of(arguments.args[0], "inputs");
  if (arguments.args.size() > 1)
    options.initial_state = struct_of(arguments.args[1], "initial_state");
  for (const auto& [name, value] : arguments.kwargs) {
    const bool none = std::holds_alternative<Argument::None>(value.value);
    if (name == "training") {
      const bool* training = std::get_if<bool>(&value.value);
      if (!training && !none) fail<ConfigError>("argument \"training\" must be true or false.");
      if (training) options.training = *training;
    } else if (name == "mask") {
      if (std::holds_alternative<Argument::List>(value.value) ||
          std::holds_alternative<Argument::Dict>(value.value))
        attach_masks(value, inputs);
      else if (!none)
        options.mask = tensor_of_argument(value, name);
    } else if (name == "initial_state") {
      options.initial_state = struct_of(value, name);
    } else if (!none) {
      const std::vector<std::string> known = {"initial_state", "mask", "training"};
      fail<ConfigError>("unknown call argument ", quote(name), ".", suggest(name, known));
    }
  }
}

}  // namespace cornu
