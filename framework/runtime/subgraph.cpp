#include "framework/runtime/subgraph.h"

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

}  // namespace cornu
