#pragma once

#include <functional>
#include <vector>

#include "framework/runtime/tracer.h"

namespace cornu {

/// A function traced for use inside a control-flow op.
struct Subtrace {
  Ref<Graph> graph;                            ///< Its inputs: the arguments, then the captures.
  std::vector<GraphTracer::Capture> captures;  ///< What it uses from outside.
  std::vector<Graph::Update> assigned;         ///< Variables it assigns; values of `graph`.
};
Subtrace trace_subgraph(const std::vector<Spec>& arguments,
                        const std::function<Tensors(const Tensors&)>& body);

/// The graph with inputs of these specs, inferred again where they differ from its own.
Ref<Graph> specialised(const Ref<Graph>& graph, std::span<const Spec> inputs);

/// A planned graph that kernels of control flow run; defined in compiler/.
class SubgraphProgram : public RefCounted {
 public:
  virtual void run(const void* const* inputs, void* const* outputs) = 0;
};
Ref<SubgraphProgram> compile_subgraph(const Ref<Graph>& graph, Device device);

}  // namespace cornu
