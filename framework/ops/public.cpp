#include "framework/ops/public.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/ops/ops.h"
#include "framework/ops/public_call.h"

namespace cornu {

Argument::Argument(const Operand& operand) {
  if (!operand.is_number())
    value = operand.tensor();
  else if (operand.weak_kind() == WeakKind::floating)
    value = operand.real();
  else if (operand.weak_kind() == WeakKind::boolean)
    value = operand.integer() != 0;
  else
    value = operand.integer();
}

Argument::Argument(const Tensors& tensors) : value(List(tensors.begin(), tensors.end())) {}
Argument::Argument(const OperandList& operands) : value(List(operands.begin(), operands.end())) {}

bool Argument::has_symbolic() const {
  if (const auto* tensor = std::get_if<Tensor>(&value)) return tensor->is_symbolic();
  const auto* list = std::get_if<List>(&value);
  return list && std::any_of(list->begin(), list->end(),
                             [](const Argument& a) { return a.has_symbolic(); });
}

namespace {

/// A list of numbers as a vector: int32, or float32 where one is no integer.
Tensor vector_of(const Argument::List& list, std::string_view name) {
  std::vector<double> values;
  bool whole = true;
  for (const Argument& entry : list) {
    const Operand number = entry.operand(name);
    if (!number.is_number())
      fail<ConfigError>("argument ", quote(name), " must be a tensor or numbers.");
    whole &= number.weak_kind() != WeakKind::floating;
    values.push_back(number.real());
  }
  const Shape shape{static_cast<int64_t>(values.size())};
  return ops::cast(from_buffer(values.data(), shape, DType::f64), whole ? DType::i32 : DType::f32);
}

}  // namespace

Operand Argument::operand(std::string_view name) const {
  if (const auto* tensor = std::get_if<Tensor>(&value)) return *tensor;
  if (const auto* truth = std::get_if<bool>(&value)) return *truth;
  if (const auto* integer = std::get_if<int64_t>(&value)) return *integer;
  if (const auto* real = std::get_if<double>(&value)) return *real;
  if (const auto* list = std::get_if<List>(&value)) return vector_of(*list, name);
  fail<ConfigError>("argument ", quote(name), " must be a tensor, a number or a list of numbers.");
}

OperandList Argument::operands(std::string_view name) const {
  const auto* list = std::get_if<List>(&value);
  if (!list) fail<ConfigError>("argument ", quote(name), " must be a list of tensors.");
  OperandList out;
  for (const Argument& entry : *list) out.push_back(entry.operand(name));
  return out;
}

const Argument* CallArguments::find(size_t position, std::string_view name) const {
  if (position < args.size()) return &args[position];
  for (const auto& [key, argument] : kwargs)
    if (key == name) return &argument;
  return nullptr;
}

namespace {

const Argument& argument_of(const PublicOp& op, const CallArguments& call, size_t i) {
  const std::string_view name = i < op.arguments.size() ? op.arguments[i] : "";
  if (const Argument* found = call.find(i, name)) return *found;
  fail<ConfigError>(op.class_name, ": argument ", quote(name), " is missing.");
}

std::vector<std::string_view> split(std::string_view names) {
  std::vector<std::string_view> out;
  while (!names.empty()) {
    const size_t comma = names.find(',');
    out.push_back(names.substr(0, comma));
    names.remove_prefix(std::min(names.size(), comma == names.npos ? names.size() : comma + 2));
  }
  return out;
}

}  // namespace

Operand PublicParameter<Operand>::get(const PublicOp& op, const CallArguments& call, const Attrs&,
                                      size_t i) {
  return argument_of(op, call, i).operand(i < op.arguments.size() ? op.arguments[i] : "");
}
OperandList PublicParameter<OperandList>::get(const PublicOp& op, const CallArguments& call,
                                              const Attrs&, size_t i) {
  return argument_of(op, call, i).operands(i < op.arguments.size() ? op.arguments[i] : "");
}
VariadicOperands PublicParameter<VariadicOperands>::get(const PublicOp& op,
                                                        const CallArguments& call, const Attrs&,
                                                        size_t i) {
  VariadicOperands operands;
  for (; i < call.args.size(); ++i) operands.push_back(call.args[i].operand(op.arguments.back()));
  return operands;
}
Argument PublicParameter<Argument>::get(const PublicOp& op, const CallArguments& call, const Attrs&,
                                        size_t i) {
  return argument_of(op, call, i);
}
Shape PublicParameter<Shape>::get(const PublicOp& op, const CallArguments& call, const Attrs&,
                                  size_t i) {
  Shape shape;
  for (const Operand& size : argument_of(op, call, i).operands(op.arguments.at(i)))
    shape.push_back(size.integer());
  return shape;
}
std::optional<Operand> PublicParameter<std::optional<Operand>>::get(const PublicOp& op,
                                                                    const CallArguments& call,
                                                                    const Attrs&, size_t i) {
  const std::string_view name = i < op.arguments.size() ? op.arguments[i] : "";
  const Argument* found = call.find(i, name);
  if (!found || std::holds_alternative<Argument::None>(found->value)) return std::nullopt;
  return found->operand(name);
}
std::string PublicParameter<std::string>::get(const PublicOp& op, const CallArguments& call,
                                              const Attrs&, size_t i) {
  const Argument& found = argument_of(op, call, i);
  if (const auto* text = std::get_if<std::string>(&found.value)) return *text;
  fail<ConfigError>(op.class_name, ": argument ", quote(op.arguments[i]), " must be a string.");
}
AxesLengths PublicParameter<AxesLengths>::get(const PublicOp& op, const CallArguments& call,
                                              const Attrs&, size_t) {
  AxesLengths lengths;
  for (const auto& [name, argument] : call.kwargs) {
    if (std::find(op.arguments.begin(), op.arguments.end(), name) != op.arguments.end()) continue;
    const auto* length = std::get_if<int64_t>(&argument.value);
    if (!length)
      fail<ConfigError>(op.class_name, ": argument ", quote(name), " must be an integer.");
    lengths.emplace_back(name, *length);
  }
  return lengths;
}

namespace {

std::vector<PublicOp> listed() {
  std::vector<PublicOp> table = {
#define PUBLIC(function, module, Class, names, doc) \
  {#function,                                       \
   #module,                                         \
   #Class,                                          \
   doc,                                             \
   split(names),                                    \
   PublicCall<&ops::function>::config(),            \
   PublicCall<&ops::function>::call},
#include "framework/ops/public.def"
#undef PUBLIC
#define UNARY(function, Class, module, kind, forward, gradient, lowest, highest, doc) \
  {#function,                                                                         \
   #module,                                                                           \
   #Class,                                                                            \
   doc,                                                                               \
   {"x"},                                                                             \
   &config_type<NoFields>(),                                                          \
   PublicCall<static_cast<Tensor (*)(const Operand&)>(&ops::function)>::call},
#include "framework/ops/unary.def"
#undef UNARY
#define BINARY(function, Class, module, kind, forward, to_a, to_b, lowest, highest, doc) \
  {#function,                                                                            \
   #module,                                                                              \
   #Class,                                                                               \
   doc,                                                                                  \
   {"x1", "x2"},                                                                         \
   &config_type<NoFields>(),                                                             \
   PublicCall<&ops::function>::call},
#include "framework/ops/binary.def"
#undef BINARY
#define ALIAS(name, function, Class, module, doc) \
  {#name, #module, #Class, doc, {"x"}, &config_type<NoFields>(), PublicCall<&ops::name>::call},
#define ALIAS2(name, function, Class, module, doc) \
  {#name, #module, #Class, doc, {"x", "y"}, &config_type<NoFields>(), PublicCall<&ops::name>::call},
#include "framework/ops/aliases.def"
#undef ALIAS
#undef ALIAS2
  };
  std::erase_if(table, [](const PublicOp& op) { return op.module == "own"; });
  return table;
}

}  // namespace

const std::vector<PublicOp>& public_ops() {
  static const std::vector<PublicOp> table = listed();
  return table;
}

const PublicOp* find_public_op(std::string_view module, std::string_view class_name) {
  for (const PublicOp& op : public_ops())
    if (op.class_name == class_name && op.module == module) return &op;
  return nullptr;
}

const PublicOp& public_op(std::string_view name) {
  for (const PublicOp& op : public_ops())
    if (op.name == name) return op;
  fail<ValueError>(name, ": Keras has no such function, so that no file of it can hold a call.",
                   "\n  hint: call it in a layer.");
}

Tensor record_symbolic(std::string_view op, std::vector<Argument> args, const Attrs& config) {
  return record_symbolic_call(public_op(op), {std::move(args), {}}, config)[0];
}

}  // namespace cornu
