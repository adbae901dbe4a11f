#include "framework/runtime/replay.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/runtime/place.h"

namespace cornu {

namespace {

Tensors run_again(const Node& node, Tensors in) {
  const Place& here = PlaceScope::current();
  const AtPlace place({node.place.layers.empty() ? here.layers : node.place.layers,
                       node.place.backward || here.backward});
  const bool known = std::all_of(in.begin(), in.end(),
                                 [](const Tensor& tensor) { return tensor.shape().known(); });
  if (node.def->expand && known) return node.def->expand(in, node.attrs, node.subgraphs);
  if (!node.def->specialise) return apply(*node.def, std::move(in), node.attrs, node.subgraphs);
  std::vector<Spec> specs;
  for (const Tensor& tensor : in) specs.push_back(tensor.spec());
  Attrs attrs = node.attrs;
  std::vector<Ref<Graph>> subgraphs = node.subgraphs;
  node.def->specialise(specs, attrs, subgraphs);
  return apply(*node.def, std::move(in), attrs, subgraphs);
}

}  // namespace

std::unordered_set<const Node*> needed_nodes(const Graph& graph, const ReplayValues& given,
                                             std::span<const Value> wanted) {
  std::unordered_set<const Node*> needed;
  const auto need = [&](const Value& value) {
    if (!given.contains(value)) needed.insert(value.node);
  };
  for (const Value& value : wanted) need(value);
  const auto& nodes = graph.nodes();
  for (size_t i = nodes.size(); i-- > 0;)
    if (needed.contains(nodes[i].get()))
      for (const Value& input : nodes[i]->inputs) need(input);
  return needed;
}

Tensors replay(const Graph& graph, ReplayValues values, std::span<const Value> wanted) {
  const std::unordered_set<const Node*> needed = needed_nodes(graph, values, wanted);
  for (const auto& node : graph.nodes()) {
    if (!needed.contains(node.get())) continue;
    if (node->def == &constant_def) {
      values[node->out()] = node->constant;
    } else if (node->def == &variable_def) {
      values[node->out()] = read(node->variable);
    } else {
      CORNU_CHECK(node->def != &input_def, "replay without the input ", quote(node->name));
      Tensors in;
      in.reserve(node->inputs.size());
      for (const Value& input : node->inputs) in.push_back(values.at(input));
      try {
        const Tensors out = run_again(*node, std::move(in));
        for (size_t i = 0; i < out.size(); ++i)
          values.try_emplace(node->out(static_cast<int>(i)), out[i]);
      } catch (Error& error) {
        if (!node->place.layers.empty())
          error.add_place(concat("in layer ", quote(node->place.layers)));
        throw;
      }
    }
  }
  Tensors out;
  for (const Value& value : wanted) out.push_back(values.at(value));
  return out;
}

Tensors replay(const Graph& graph, const Tensors& arguments) {
  CORNU_CHECK(arguments.size() == graph.inputs.size(), "replay of ", graph.inputs.size(),
              " inputs with ", arguments.size());
  ReplayValues given;
  for (size_t i = 0; i < arguments.size(); ++i) given[graph.inputs[i]->out()] = arguments[i];
  std::vector<Value> wanted = graph.outputs;
  for (const Graph::Update& update : graph.updates) wanted.push_back(update.value);
  Tensors out = replay(graph, std::move(given), wanted);
  for (size_t i = 0; i < graph.updates.size(); ++i)
    graph.updates[i].variable.assign(out[graph.outputs.size() + i]);
  out.resize(graph.outputs.size());
  return out;
}

}  // namespace cornu
