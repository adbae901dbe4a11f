#include "framework/compiler/fusion/elementwise_group.h"
#include "framework/compiler/passes/passes.h"

namespace cornu::passes {

/// A chain or tree of elementwise ops whose inner results nothing else uses becomes one `fused` op:
/// what is between them stays in registers. Groups grow from a result towards its operands, through
/// nodes of the same shape and arithmetic.
bool fuse_elementwise(Graph& graph) {
  const std::vector<ElementwiseGroup> groups = find_elementwise_groups(graph);
  std::unordered_map<const Node*, const ElementwiseGroup*> by_root;
  for (const ElementwiseGroup& group : groups) by_root[group.members.front()] = &group;
  Rewriter rewriter(graph);
  return rewriter.run([&](Node& node) -> std::optional<std::vector<Value>> {
    const auto found = by_root.find(&node);
    if (found == by_root.end()) return {};
    std::vector<Value> inputs = inputs_of(*found->second);
    FusedProgram program = program_of(*found->second, inputs, {node.out()});
    Node* fused = graph.add(fused_def, std::move(inputs), std::move(program));
    fused->place = node.place;
    return std::vector<Value>{fused->out()};
  });
}

}  // namespace cornu::passes
