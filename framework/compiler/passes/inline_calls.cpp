#include <algorithm>
#include <set>

#include "framework/compiler/passes/passes.h"
#include "framework/ops/call.h"
#include "framework/ops/def.h"

namespace cornu::passes {

namespace {

/// Whether the gradient of a call is in the graph too: a call of the same operands and more.
bool has_gradient(const Graph& graph, const Node& call) {
  return std::any_of(graph.nodes().begin(), graph.nodes().end(), [&](const auto& other) {
    return other->def == &call_def && other->inputs.size() > call.inputs.size() &&
           std::equal(call.inputs.begin(), call.inputs.end(), other->inputs.begin());
  });
}

bool gives_way(const Graph& graph, const Node& node) {
  return node.def == &call_def && !(node.as<CallAttrs>().recompute && has_gradient(graph, node));
}

/// Appends the nodes of a called graph; its outputs' values.
std::vector<Value> paste(Graph& graph, const Node& call, const std::vector<Value>& arguments) {
  const Graph& called = *call.subgraphs[0];
  std::unordered_map<Value, Value, ValueHash> values;
  for (size_t i = 0; i < arguments.size(); ++i) values[called.inputs[i]->out()] = arguments[i];
  for (const auto& node : called.nodes()) {
    if (node->def == &input_def) continue;
    std::vector<Value> inputs;
    for (const Value& input : node->inputs) inputs.push_back(values.at(input));
    std::vector<Value> outputs;
    if (gives_way(called, *node)) {
      outputs = paste(graph, *node, inputs);
    } else {
      auto copy = std::make_unique<Node>(*node);
      copy->inputs = std::move(inputs);
      if (copy->place.layers.empty()) copy->place.layers = call.place.layers;
      copy->place.backward |= call.place.backward;
      Node* added = graph.add_raw(std::move(copy));
      for (size_t i = 0; i < added->outputs.size(); ++i)
        outputs.push_back(added->out(static_cast<int>(i)));
    }
    for (size_t i = 0; i < outputs.size(); ++i) values[node->out(static_cast<int>(i))] = outputs[i];
  }
  std::vector<Value> results;
  for (const Value& output : called.outputs) results.push_back(values.at(output));
  return results;
}

}  // namespace

/// A call gives way to the nodes of the graph that it calls, calls in that graph too; but for one
/// whose gradient computes again what it computes within.
bool inline_calls(Graph& graph) {
  std::set<const Node*> calls;  // as they were before any gave way
  for (const auto& node : graph.nodes())
    if (gives_way(graph, *node)) calls.insert(node.get());
  return Rewriter(graph).run([&](Node& node) -> std::optional<std::vector<Value>> {
    if (!calls.contains(&node)) return {};
    return paste(graph, node, node.inputs);
  });
}

}  // namespace cornu::passes
