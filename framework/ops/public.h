#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "framework/ir/op_def.h"
#include "framework/ops/operand.h"

namespace cornu {

/// One argument of a call as files write it: a tensor, a plain value, a slice, or a list of them.
struct Argument {
  struct None {};
  struct Ellipsis {};
  using List = std::vector<Argument>;
  using Dict = std::vector<std::pair<std::string, Argument>>;

  Argument() = default;
  Argument(const Operand& operand);
  template <std::same_as<std::optional<Operand>> T>
  Argument(const T& operand) {  // None where there is none
    if (operand) *this = Argument(*operand);
  }
  Argument(const Tensors& tensors);
  Argument(const OperandList& operands);
  Argument(const Range& range) : value(range) {}
  template <class T>
  requires(std::is_same_v<T, None> || std::is_same_v<T, Ellipsis> || std::is_same_v<T, List> ||
           std::is_same_v<T, Dict> || std::is_same_v<T, bool> || std::is_same_v<T, int64_t> ||
           std::is_same_v<T, double> || std::is_same_v<T, std::string>) Argument(T plain)
      : value(std::move(plain)) {}

  bool is_tensor() const { return std::holds_alternative<Tensor>(value); }
  bool has_symbolic() const;
  Operand operand(std::string_view name) const;  ///< ConfigError where it is none.
  OperandList operands(std::string_view name) const;

  std::variant<None, Tensor, bool, int64_t, double, std::string, Range, Ellipsis, List, Dict> value;
};

/// Operands that files hold as arguments of their own, not as a list.
struct VariadicOperands : OperandList {
  using OperandList::OperandList;
};

/// The arguments of one call of an op or a layer.
struct CallArguments {
  std::vector<Argument> args;
  std::vector<std::pair<std::string, Argument>> kwargs;

  /// By position or by name; null where absent.
  const Argument* find(size_t position, std::string_view name) const;
  /// Calls `f(Tensor&)` for every tensor, in order.
  template <class F>
  void each_tensor(F&& f);
};

/// A public `ops::` function: what Keras's files call it, and how to call it from a file.
struct PublicOp {
  std::string_view name;        ///< "mean"
  std::string_view module;      ///< "numpy": keras.src.ops.numpy
  std::string_view class_name;  ///< "Mean"
  std::string_view doc;
  std::vector<std::string_view> arguments;
  const ConfigType* config;
  Tensors (*call)(const PublicOp& op, const CallArguments& arguments, const Attrs& config);
};

/// Every public op, in the order of public.def, then the elementwise rows and the aliases.
const std::vector<PublicOp>& public_ops();
const PublicOp* find_public_op(std::string_view module, std::string_view class_name);
const PublicOp& public_op(std::string_view name);

/// Records one call node on symbolic tensors. Its outputs' specs come from running the op's body
/// on traced stand-ins. Defined in nn/.
Tensors record_symbolic_call(const PublicOp& op, CallArguments arguments, const Attrs& config);
Tensor record_symbolic(std::string_view op, std::vector<Argument> args, const Attrs& config = {});

/// Whether any of these operands or tensors is of a functional model.
template <class... Operands>
bool any_symbolic(const Operands&... operands) {
  return (operands.is_symbolic() || ...);
}

template <class F>
void each_tensor(Argument& argument, F&& f) {
  if (auto* tensor = std::get_if<Tensor>(&argument.value)) f(*tensor);
  if (auto* list = std::get_if<Argument::List>(&argument.value))
    for (Argument& entry : *list) each_tensor(entry, f);
  if (auto* dict = std::get_if<Argument::Dict>(&argument.value))
    for (auto& [name, entry] : *dict) each_tensor(entry, f);
}

template <class F>
void CallArguments::each_tensor(F&& f) {
  for (Argument& argument : args) cornu::each_tensor(argument, f);
  for (auto& [name, argument] : kwargs) cornu::each_tensor(argument, f);
}

}  // namespace cornu
