#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "framework/compiler/passes/passes.h"
#include "framework/ops/def.h"
#include "framework/ops/elementwise.h"

namespace cornu::passes {

namespace {

/// Who reads each value, as often as they do; the graph itself counts as null.
using Readers = std::unordered_map<Value, std::vector<Node*>, ValueHash>;

Readers readers_of(const Graph& graph) {
  Readers readers;
  for (const auto& node : graph.nodes())
    for (const Value& input : node->inputs) readers[input].push_back(node.get());
  for (const Value& output : graph.outputs) readers[output].push_back(nullptr);
  for (const Graph::Update& update : graph.updates) readers[update.value].push_back(nullptr);
  return readers;
}

/// relu(x) that a pooling takes, and what goes back through both.
class Site {
 public:
  Site(const Readers& readers, Node& pool) : readers_(readers), pool_(pool) {}

  /// Whether nothing but the pooling and gradients(): where(relu(x) > 0, max_pool_grad(dy), 0),
  /// depends on where the largest elements of relu(x) are.
  bool found() {
    const Value relu = pool_.inputs[0];
    if (!is_row(*relu.node, row_relu) || !is_floating(relu.spec().dtype)) return false;
    for (Node* reader : readers_.at(relu)) {
      if (reader == &pool_) continue;
      if (!reader || !is_row(*reader, row_greater) || !is_constant(reader->inputs[1], 0) ||
          !takes_gradient(*reader))
        return false;
    }
    const auto index = readers_.find(pool_.out(1));
    return index == readers_.end() ||
           std::is_permutation(index->second.begin(), index->second.end(), grads_.begin(),
                               grads_.end());
  }
  const std::vector<Node*>& gradients() const { return gradients_; }

 private:
  const Node* only_reader(Node& node) const {
    const auto found = readers_.find(node.out());
    return found != readers_.end() && found->second.size() == 1 ? found->second[0] : nullptr;
  }
  bool takes_gradient(Node& positive) {
    const auto found = readers_.find(positive.out());
    if (found == readers_.end()) return true;
    if (found->second.size() != 1 || !found->second[0]) return false;
    Node& where = *found->second[0];
    if (!is_row(where, row_where) || where.inputs[0].node != &positive ||
        !is_constant(where.inputs[2], 0))
      return false;
    Node& grad = *where.inputs[1].node;
    if (grad.def != &max_pool_grad_def || !(grad.inputs[1] == pool_.out(1)) ||
        only_reader(grad) != &where)
      return false;
    grads_.push_back(&grad);
    gradients_.push_back(&where);
    return true;
  }

  const Readers& readers_;
  Node& pool_;
  std::vector<Node*> grads_, gradients_;
};

}  // namespace

/// max_pool(relu(x)) becomes relu(max_pool(x)), the same numbers of fewer elements; and so back:
/// where(relu(x) > 0, max_pool_grad(dy), 0) becomes max_pool_grad(where(y > 0, dy, 0)), so that
/// relu(x) need not be kept. Where no element of a window is positive, another one may be its
/// largest now; no gradient goes there.
bool relu_after_pool(Graph& graph) {
  const Readers readers = readers_of(graph);
  std::unordered_map<const Node*, Value> pooled;  // by the where of a gradient: y
  std::unordered_set<const Node*> pools;
  for (const auto& node : graph.nodes()) {
    if (node->def != &max_pool_def) continue;
    Site site(readers, *node);
    if (!site.found()) continue;
    pools.insert(node.get());
    for (const Node* gradient : site.gradients()) pooled.emplace(gradient, node->out());
  }
  if (pools.empty()) return false;
  Rewriter rewriter(graph);
  return rewriter.run([&](Node& node) -> std::optional<std::vector<Value>> {
    const auto add = [&](const OpDef& def, std::vector<Value> inputs, const Node& like) {
      Node* made = graph.add(def, std::move(inputs), like.attrs);
      made->place = like.place;
      return made;
    };
    if (pools.contains(&node)) {
      Node& relu = *node.inputs[0].node;
      Node* pool = add(max_pool_def, {relu.inputs[0]}, node);
      return std::vector<Value>{add(*relu.def, {pool->out()}, relu)->out(), pool->out(1)};
    }
    const auto found = pooled.find(&node);
    if (found == pooled.end()) return {};
    Node &positive = *node.inputs[0].node, &grad = *node.inputs[1].node;
    const auto scalar = [](Value value) {
      while (value.node->is("broadcast_to")) value = value.node->inputs[0];
      return value;
    };
    const Value y = rewriter.current(found->second);
    Node* there = add(*positive.def, {y, scalar(positive.inputs[1])}, positive);
    Node* dy = add(*node.def, {there->out(), grad.inputs[0], scalar(node.inputs[2])}, node);
    return std::vector<Value>{add(max_pool_grad_def, {dy->out(), grad.inputs[1]}, grad)->out()};
  });
}

}  // namespace cornu::passes
