#include "framework/ops/call.h"

#include <unordered_set>

#include "framework/autodiff/tape.h"
#include "framework/ops/creation.h"
#include "framework/ops/def.h"
#include "framework/runtime/replay.h"
#include "framework/runtime/subgraph.h"

namespace cornu {

namespace {

/// Whether each input of the graph reaches an output that has a gradient, through floating values.
std::vector<bool> reaching_inputs(const Graph& graph, const Tensors& dout) {
  std::unordered_set<Value, ValueHash> reached;
  for (size_t i = 0; i < graph.outputs.size(); ++i)
    if (dout[i].defined()) reached.insert(graph.outputs[i]);
  for (size_t n = graph.nodes().size(); n-- > 0;) {
    Node& node = *graph.nodes()[n];
    bool any = false;
    for (size_t i = 0; i < node.outputs.size(); ++i)
      any |= is_floating(node.outputs[i].dtype) && reached.contains(node.out(static_cast<int>(i)));
    if (any) reached.insert(node.inputs.begin(), node.inputs.end());
  }
  std::vector<bool> reaching;
  for (Node* input : graph.inputs) reaching.push_back(reached.contains(input->out()));
  return reaching;
}

}  // namespace

Tensors call_vjp(const VjpArgs& args) {
  const Graph& graph = *args.subgraphs[0];
  const std::vector<bool> reaching = reaching_inputs(graph, args.dout);
  const size_t inputs = args.in.size();
  std::vector<size_t> wanted, seeded;
  std::string key = "gradient";
  for (size_t i = 0; i < inputs; ++i)
    if (args.wanted[i] && reaching[i]) {
      wanted.push_back(i);
      key += concat(' ', i);
    }
  key += " of";
  Tensors operands = args.in;
  for (size_t i = 0; i < args.dout.size(); ++i)
    if (args.dout[i].defined()) {
      seeded.push_back(i);
      operands.push_back(args.dout[i]);
      key += concat(' ', i);
    }

  const auto body = [&](const Tensors& in) {
    const auto seeds = in.begin() + static_cast<std::ptrdiff_t>(inputs);
    GradientTape tape({.persistent = false, .watch_accessed_variables = false});
    std::vector<Source> sources;
    for (const size_t i : wanted) {
      tape.watch(in[i]);
      sources.emplace_back(in[i]);
    }
    const Tensors out = replay(graph, {in.begin(), seeds});
    Tensors targets;
    for (const size_t i : seeded) targets.push_back(out[i]);
    Tensors gradients = tape.gradients(targets, sources, {seeds, in.end()});
    for (size_t k = 0; k < wanted.size(); ++k)
      if (!gradients[k].defined()) gradients[k] = zeros_like(in[wanted[k]]);
    return gradients;
  };
  const Ref<Graph> gradient = args.subgraphs[0]->derived(key, [&] {
    std::vector<Spec> specs;
    for (const Tensor& operand : operands) specs.push_back(operand.spec());
    const NoRecording closed;  // constants stay constants
    return trace_subgraph(specs, body).graph;
  });
  const Tensors found = apply(call_def, operands, CallAttrs{}, {&gradient, 1});
  Tensors gradients(inputs);
  for (size_t k = 0; k < wanted.size(); ++k) gradients[wanted[k]] = found[k];
  return gradients;
}

}  // namespace cornu
