#include "framework/runtime/replay.h"

#include <unordered_map>

#include "framework/base/error.h"
#include "framework/runtime/place.h"

namespace cornu {

Tensors replay(const Graph& graph, const Tensors& arguments) {
  CORNU_CHECK(arguments.size() == graph.inputs.size(), "replay of ", graph.inputs.size(),
              " inputs with ", arguments.size());
  std::unordered_map<Value, Tensor, ValueHash> values;
  for (size_t i = 0; i < arguments.size(); ++i) values[graph.inputs[i]->out()] = arguments[i];
  for (const auto& node : graph.nodes()) {
    if (node->def == &input_def) continue;
    if (node->def == &constant_def) {
      values[node->out()] = node->constant;
    } else if (node->def == &variable_def) {
      values[node->out()] = read(node->variable);
    } else {
      Tensors in;
      in.reserve(node->inputs.size());
      for (const Value& input : node->inputs) in.push_back(values.at(input));
      const Tensors out = apply(*node->def, std::move(in), node->attrs, node->subgraphs);
      for (size_t i = 0; i < out.size(); ++i) values[node->out(static_cast<int>(i))] = out[i];
    }
  }
  Tensors outputs;
  for (const Value& output : graph.outputs) outputs.push_back(values.at(output));
  for (const Graph::Update& update : graph.updates) update.variable.assign(values.at(update.value));
  return outputs;
}

}  // namespace cornu
