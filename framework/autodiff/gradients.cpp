#include "framework/autodiff/gradients.h"

#include <set>

#include "framework/base/error.h"
#include "framework/ops/creation.h"
#include "framework/ops/gradients.h"
#include "framework/ops/stop_gradient.h"
#include "framework/runtime/replay.h"
#include "framework/runtime/tracer.h"

namespace cornu {

Tensors gradients(const Tensor& target, const std::vector<Source>& sources) {
  auto* tracer = dynamic_cast<GraphTracer*>(Tracer::current());
  if (!tracer || !tracer->graph().has(target))
    fail<ValueError>("gradients: the target, ", target.spec(),
                     ", is no value of the graph that is being built.\n  hint: a GradientTape "
                     "differentiates what runs at once.");
  Graph& graph = tracer->graph();
  Tensors values;
  for (const Source& source : sources)
    values.push_back(source.variable().defined() ? read(source.variable()) : source.tensor());
  std::vector<OpRecord> records;
  for (const auto& node : graph.nodes()) {
    if (node->inputs.empty()) continue;
    OpRecord record{node->def, {}, {}, node->attrs, node->subgraphs, node->place};
    for (const Value& input : node->inputs) record.in.push_back(graph.tensor(input));
    for (size_t i = 0; i < node->outputs.size(); ++i)
      record.out.push_back(graph.tensor(node->out(static_cast<int>(i))));
    records.push_back(std::move(record));
  }
  return backward(records, {target}, {}, values);
}

/// Each operand gets an identity of its own first: what the graph saw as two values may be one
/// here.
Tensors expand_gradients(const Tensors& in, const Attrs& attrs,
                         std::span<const Ref<Graph>> subgraphs) {
  const auto sources = static_cast<size_t>(attrs.as<GradientsAttrs>().sources);
  const Graph& graph = *subgraphs[0];
  std::set<TensorId> seen;
  Tensors arguments;
  for (size_t i = 0; i < graph.inputs.size(); ++i)
    arguments.push_back(seen.insert(in[i].id()).second ? in[i] : ops::stop_gradient(in[i]));
  GradientTape tape({.persistent = false, .watch_accessed_variables = false});
  std::vector<Source> watched;
  for (size_t i = 0; i < sources; ++i) {
    tape.watch(arguments[i]);
    watched.emplace_back(arguments[i]);
  }
  const Tensors targets = replay(graph, arguments);
  const Tensors seeds(in.begin() + static_cast<std::ptrdiff_t>(arguments.size()), in.end());
  Tensors found = tape.gradients(targets, watched, seeds);
  for (size_t i = 0; i < sources; ++i)
    if (!found[i].defined()) found[i] = zeros_like(arguments[i]);
  return found;
}

}  // namespace cornu
