#include "framework/compiler/passes/passes.h"
#include "framework/ops/def.h"
#include "framework/ops/reduce.h"

namespace cornu::passes {

namespace {

/// Whether a node sums dy [n, spatial…, channels] over all but the channels.
bool sums_to_channels(const Node& node) {
  if (node.def != &sum_def || node.as<ReduceOptions>().keepdims) return false;
  const int64_t ndim = node.inputs[0].spec().shape.ndim();
  const auto axes = node.as<ReduceOptions>().axis.normalized("sum", ndim);
  return static_cast<int64_t>(axes.size()) == ndim - 1 && (axes.empty() || axes.back() == ndim - 2);
}

}  // namespace

/// The sum of a convolution's output gradient over all but the channels, its bias's gradient, is
/// made beside the kernel's: sum(dy) → the second result of conv_backward_weights(x, dy).
bool fuse_bias_gradients(Graph& graph) {
  std::unordered_map<Value, Node*, ValueHash> backward;  // by dy
  for (const auto& node : graph.nodes())
    if (node->def == &conv_backward_weights_def) backward.try_emplace(node->inputs[1], node.get());
  const bool changed = Rewriter(graph).run([&](Node& node) -> std::optional<std::vector<Value>> {
    if (!sums_to_channels(node)) return {};
    const auto found = backward.find(node.inputs[0]);
    if (found == backward.end()) return {};
    return std::vector<Value>{found->second->out(1)};
  });
  if (changed) graph.sort();
  return changed;
}

}  // namespace cornu::passes
