#include "framework/compiler/pass.h"

#include "framework/ops/elementwise.h"

namespace cornu {

std::unordered_map<Value, int, ValueHash> count_uses(const Graph& graph) {
  std::unordered_map<Value, int, ValueHash> uses;
  for (const auto& node : graph.nodes())
    for (const Value& input : node->inputs) ++uses[input];
  for (const Value& output : graph.outputs) ++uses[output];
  for (const Graph::Update& update : graph.updates) ++uses[update.value];
  return uses;
}

bool is_row(const Node& node, int row) {
  return node.def->elementwise && node.def->elementwise->id == row;
}

bool is_constant(const Value& value, double number) {
  const Node& node = *value.node;
  if (node.is("broadcast_to")) return is_constant(node.inputs[0], number);
  if (node.def != &constant_def || node.constant.size() != 1) return false;
  return node.constant.item<double>() == number;
}

Value Rewriter::current(Value value) const {
  for (auto found = replaced_.find(value); found != replaced_.end(); found = replaced_.find(value))
    value = found->second;
  return value;
}

void Rewriter::begin() { old_ = graph_.take_nodes(); }

void Rewriter::keep(std::unique_ptr<Node> node) { graph_.add_raw(std::move(node)); }

void Rewriter::end() {
  for (Value& output : graph_.outputs) output = current(output);
  for (Graph::Update& update : graph_.updates) update.value = current(update.value);
  graph_.renumber();
}

}  // namespace cornu
