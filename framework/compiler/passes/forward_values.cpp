#include "framework/compiler/passes/passes.h"

namespace cornu::passes {

/// What stands in a graph for gradients only gives way to the inputs that its outputs are.
bool forward_values(Graph& graph) {
  return Rewriter(graph).run([](Node& node) -> std::optional<std::vector<Value>> {
    if (!node.def->forwards) return {};
    std::vector<Value> inputs;
    for (size_t i = 0; i < node.outputs.size(); ++i)
      inputs.push_back(node.inputs[node.def->forwards(node.attrs, i)]);
    return inputs;
  });
}

}  // namespace cornu::passes
