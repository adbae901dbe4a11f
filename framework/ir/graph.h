#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "framework/ir/op_def.h"
#include "framework/tensor/variable.h"

namespace cornu {

/// One output of a node.
struct Value {
  Node* node = nullptr;
  int index = 0;

  explicit operator bool() const { return node != nullptr; }
  friend bool operator==(const Value&, const Value&) = default;
  const Spec& spec() const;
};

struct ValueHash {
  size_t operator()(const Value& value) const {
    return std::hash<const void*>()(value.node) * 31 + static_cast<size_t>(value.index);
  }
};

/// One op in a graph. Owned by it; the order of nodes is an order of execution.
class Node {
 public:
  const OpDef* def = nullptr;
  std::vector<Value> inputs;
  std::vector<Spec> outputs;
  Attrs attrs;
  std::vector<Ref<Graph>> subgraphs;
  Tensor constant;    // of `constant`
  Variable variable;  // of `variable`
  std::string name;   // of `input`: the argument's name
  /// The layers that made it, outermost first: "mlp/dense_1". For errors, profiles, memory.
  std::string place;
  int id = 0;

  bool is(std::string_view op) const { return def->name == op; }
  template <class C>
  const C& as() const {
    return attrs.as<C>();
  }
  Value out(int index = 0) { return {this, index}; }
};

inline const Spec& Value::spec() const { return node->outputs[static_cast<size_t>(index)]; }

/// The nodes that stand for what comes from outside.
extern const OpDef input_def, constant_def, variable_def;

/// A pure program in SSA form: inputs, constants and variables in; outputs and the variables' new
/// values out.
class Graph final : public RefCounted {
 public:
  struct Update {
    Variable variable;
    Value value;
  };

  /// Appends a node; its outputs' specs come from `infer`.
  Node* add(const OpDef& def, std::vector<Value> inputs, Attrs attrs = {},
            std::vector<Ref<Graph>> subgraphs = {});
  /// Appends a node whose outputs are known already.
  Node* add_raw(std::unique_ptr<Node> node);
  Value add_input(std::string name, Spec spec);
  Value add_constant(Tensor value);
  /// One node per variable; a second call returns the first's.
  Value add_variable(const Variable& variable);

  const std::vector<std::unique_ptr<Node>>& nodes() const { return nodes_; }
  std::vector<Node*> inputs;
  std::vector<Value> outputs;
  std::vector<Update> updates;
  std::string name;

  /// A deep copy; `from` → copy for every node where `map` is given.
  Ref<Graph> clone(std::vector<std::pair<const Node*, Node*>>* map = nullptr) const;
  /// Takes the nodes out, so that a pass can put them back changed.
  std::vector<std::unique_ptr<Node>> take_nodes() { return std::move(nodes_); }
  void set_nodes(std::vector<std::unique_ptr<Node>> nodes) { nodes_ = std::move(nodes); }
  /// Numbers the nodes 0, 1, … in order.
  void renumber();
  /// Moves nodes behind what they read, otherwise keeping their order, and numbers them.
  void sort();

  /// Readable form; `parse_graph` reads it back.
  std::string text() const;

 private:
  std::vector<std::unique_ptr<Node>> nodes_;
  int next_id_ = 0;
};

/// Reads what `Graph::text` wrote; ValueError where it is something else. Variables come back new,
/// holding zeros; constants are read where they stand in the text.
Ref<Graph> parse_graph(std::string_view text);

/// InternalError naming the node where the graph is not well formed: definition before use, specs
/// equal to what `infer` says, inputs and outputs that exist.
void verify(const Graph& graph);

/// The traced tensor of a graph's value, and back.
Tensor tensor_of(const Ref<Graph>& graph, Value value);
Value value_of(const Tensor& tensor);

}  // namespace cornu
