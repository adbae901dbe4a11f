#include <unordered_map>

#include "framework/base/hash.h"
#include "framework/compiler/passes/passes.h"

namespace cornu::passes {

namespace {

size_t hash_node(const Node& node) {
  size_t h = hash_combine(node.attrs.hash(), reinterpret_cast<size_t>(node.def));
  for (const Value& input : node.inputs) h = hash_combine(h, ValueHash()(input));
  return h;
}

bool same_work(const Node& a, const Node& b) {
  return a.def == b.def && a.inputs == b.inputs && a.attrs == b.attrs &&
         a.subgraphs == b.subgraphs && a.outputs == b.outputs;
}

}  // namespace

/// Two nodes of the same op, inputs and attributes become one. Ops are pure: random ones too, in
/// their key and counter.
bool share(Graph& graph) {
  std::unordered_multimap<size_t, Node*> seen;
  return Rewriter(graph).run([&](Node& node) -> std::optional<std::vector<Value>> {
    if (node.def == &input_def || node.def == &variable_def || node.def == &constant_def ||
        node.def->side_effect)
      return {};
    const size_t h = hash_node(node);
    const auto [first, last] = seen.equal_range(h);
    for (auto other = first; other != last; ++other) {
      if (!same_work(*other->second, node)) continue;
      std::vector<Value> values;
      for (size_t i = 0; i < node.outputs.size(); ++i)
        values.push_back(other->second->out(static_cast<int>(i)));
      return values;
    }
    seen.emplace(h, &node);
    return {};
  });
}

}  // namespace cornu::passes
