#include <unordered_set>

#include "framework/compiler/passes/passes.h"

namespace cornu::passes {

/// Drops every node that no output, no variable's update and no side effect depends on. Inputs
/// stay: they are the graph's signature.
bool prune(Graph& graph) {
  std::unordered_set<const Node*> live;
  for (const Value& output : graph.outputs) live.insert(output.node);
  for (const Graph::Update& update : graph.updates) live.insert(update.value.node);
  std::vector<std::unique_ptr<Node>> nodes = graph.take_nodes();
  for (size_t i = nodes.size(); i-- > 0;) {
    const Node& node = *nodes[i];
    if (!live.contains(&node) && !node.def->side_effect && node.def != &input_def) continue;
    live.insert(&node);
    for (const Value& input : node.inputs) live.insert(input.node);
  }
  const size_t before = nodes.size();
  std::erase_if(nodes, [&](const auto& node) { return !live.contains(node.get()); });
  const bool changed = nodes.size() < before;
  graph.set_nodes(std::move(nodes));
  if (changed) graph.renumber();
  return changed;
}

}  // namespace cornu::passes
