#include "framework/runtime/subgraph.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/runtime/replay.h"

namespace cornu {

Subtrace trace_subgraph(const std::vector<Spec>& arguments,
                        const std::function<Tensors(const Tensors&)>& body) {
  GraphTracer tracer(GraphTracer::Scope::nested);
  Tensors inputs;
  for (size_t i = 0; i < arguments.size(); ++i)
    inputs.push_back(tracer.input(concat("x", i), arguments[i]));
  const Tensors outputs = body(inputs);
  Subtrace trace;
  trace.graph = tracer.finish(outputs);
  trace.captures = tracer.captures();
  trace.assigned = tracer.assigned();
  return trace;
}

Ref<Graph> specialised(const Ref<Graph>& graph, std::span<const Spec> inputs) {
  const bool same =
      std::equal(inputs.begin(), inputs.end(), graph->inputs.begin(), graph->inputs.end(),
                 [](const Spec& spec, const Node* input) { return spec == input->outputs[0]; });
  if (same) return graph;
  Subtrace trace = trace_subgraph({inputs.begin(), inputs.end()},
                                  [&](const Tensors& in) { return replay(*graph, in); });
  CORNU_CHECK(trace.captures.empty(), "a subgraph that was closed captures values");
  return trace.graph;
}

}  // namespace cornu
