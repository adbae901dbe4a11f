#include "framework/autodiff/differentiable.h"

#include <algorithm>
#include <unordered_set>

#include "framework/ops/custom_gradient.h"
#include "framework/ops/def.h"

namespace cornu {

namespace {

using Values = std::unordered_set<Value, ValueHash>;

bool has_gradient(const OpDef& def) { return def.vjp || def.decompose || def.expand; }

bool any_of_inputs(const Node& node, const Values& values) {
  return std::any_of(node.inputs.begin(), node.inputs.end(),
                     [&](const Value& input) { return values.contains(input); });
}

/// The floating values that gradients could flow from.
Values dependent_values(const Graph& graph) {
  Values dependent;
  for (const auto& node : graph.nodes()) {
    const bool leaf = node->def == &input_def || node->def == &variable_def;
    if (node->is("stop_gradient") || (!leaf && !any_of_inputs(*node, dependent))) continue;
    for (size_t i = 0; i < node->outputs.size(); ++i)
      if (is_floating(node->outputs[i].dtype)) dependent.insert(node->out(static_cast<int>(i)));
  }
  return dependent;
}

void add_once(std::vector<std::string>& found, std::string text) {
  if (std::find(found.begin(), found.end(), text) == found.end()) found.push_back(std::move(text));
}

}  // namespace

std::vector<std::string> ops_without_gradient(const Graph& graph) {
  const Values dependent = dependent_values(graph);
  Values needed(graph.outputs.begin(), graph.outputs.end());
  std::vector<std::string> found;
  for (size_t n = graph.nodes().size(); n-- > 0;) {
    Node& node = *graph.nodes()[n];
    bool on_the_way = false;
    for (size_t i = 0; i < node.outputs.size(); ++i) {
      const Value out = node.out(static_cast<int>(i));
      on_the_way |= needed.contains(out) && dependent.contains(out);
    }
    if (!on_the_way || node.inputs.empty()) continue;
    const OpDef& def = *node.def;
    if (&def == &custom_gradient_def) {  // how its results came to be does not matter
      const int64_t arguments = node.as<CustomGradientAttrs>().arguments;
      needed.insert(node.inputs.begin(), node.inputs.begin() + arguments);
      continue;
    }
    needed.insert(node.inputs.begin(), node.inputs.end());
    if (!has_gradient(def))
      add_once(found, def.no_gradient.empty() ? std::string(def.name)
                                              : concat(def.name, ": ", def.no_gradient));
    else
      for (const Ref<Graph>& subgraph : node.subgraphs)
        for (std::string& inner : ops_without_gradient(*subgraph)) add_once(found, inner);
  }
  return found;
}

}  // namespace cornu
