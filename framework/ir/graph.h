#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "framework/ir/op_def.h"
#include "framework/ir/place.h"
#include "framework/tensor/variable.h"

namespace cornu {

class DefaultGraph;
class GraphTracer;

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
  Place place;
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
///
/// In lazy mode a user makes one, records ops in it under `as_default()` and runs them by a
/// Session. Tensors that are its values keep its nodes alive, but not the graph.
class Graph final : public RefCounted {
 public:
  Graph() : body_(make_ref<Body>()) {}

  /// Placeholders and ops on them are recorded in this graph while the scope that is returned
  /// lives: nothing is computed. A graph may be gone on with in a later scope. Defined in trace/.
  [[nodiscard]] DefaultGraph as_default();

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

  const std::vector<std::unique_ptr<Node>>& nodes() const { return body_->nodes; }
  /// Whether the tensor is a value of this graph.
  bool has(const Tensor& tensor) const {
    return tensor.is_traced() && tensor.owner() == body_.get();
  }
  /// The traced tensor of one of its values.
  Tensor tensor(Value value);
  std::vector<Node*> inputs;
  std::vector<Value> outputs;
  std::vector<Update> updates;
  std::string name;

  /// A deep copy; `from` → copy for every node where `map` is given.
  Ref<Graph> clone(std::vector<std::pair<const Node*, Node*>>* map = nullptr) const;
  /// Takes the nodes out, so that a pass can put them back changed.
  std::vector<std::unique_ptr<Node>> take_nodes() { return std::move(body_->nodes); }
  void set_nodes(std::vector<std::unique_ptr<Node>> nodes) { body_->nodes = std::move(nodes); }
  /// Numbers the nodes 0, 1, … in order.
  void renumber();
  /// Moves nodes behind what they read, otherwise keeping their order, and numbers them.
  void sort();

  /// Readable form; `parse_graph` reads it back, as long as no constant has more elements than
  /// that: those stand by number only.
  std::string text(size_t most_elements = 8) const;

  /// A picture of it in Graphviz's language: forward and backward halves side by side, values along
  /// the arrows. `dot -Tsvg` draws it.
  std::string dot() const;

  /// The graph kept under `key`, made the first time: gradients of a graph that is called again and
  /// again are traced once.
  Ref<Graph> derived(const std::string& key, const std::function<Ref<Graph>()>& make);

 private:
  struct Body final : RefCounted {
    std::vector<std::unique_ptr<Node>> nodes;
  };

  Ref<Body> body_;
  int next_id_ = 0;
  std::shared_ptr<GraphTracer> tracer_;  // of lazy mode
  std::mutex derived_mutex_;
  std::map<std::string, Ref<Graph>> derived_;  // guarded
};

/// Reads what `Graph::text` wrote; ValueError where it is something else, or where it leaves out a
/// constant's elements. Variables come back new, holding zeros.
Ref<Graph> parse_graph(std::string_view text);

/// InternalError naming the node where the graph is not well formed: definition before use, specs
/// equal to what `infer` says, inputs and outputs that exist.
void verify(const Graph& graph);

/// The value that a traced tensor stands for.
Value value_of(const Tensor& tensor);
/// The traced tensor of a value beside it in the same graph.
Tensor beside(const Tensor& tensor, Value value);

}  // namespace cornu
