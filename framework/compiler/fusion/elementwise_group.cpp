#include "framework/compiler/fusion/elementwise_group.h"

#include <algorithm>
#include <queue>
#include <unordered_map>
#include <unordered_set>

#include "framework/compiler/node_args.h"
#include "framework/ops/elementwise.h"

namespace cornu {

namespace {

constexpr size_t kMostMembers = 48;
constexpr size_t kMostInputs = 16;

/// The arithmetic of a node: what it computes in and rounds to. Booleans fit any.
struct Arithmetic {
  bool any = false;
  DType compute = DType::f32, rounding = DType::f32;
};

/// Nothing where the node cannot be part of a program.
std::optional<Arithmetic> arithmetic(const Node& node) {
  if (node.is("cast")) {
    // True and false are 1 and 0 in every type; other conversions happen at loads and stores.
    if (node.inputs[0].spec().dtype != DType::boolean) return {};
    const DType to = node.outputs[0].dtype;
    if (to != DType::f32 && to != DType::f64 && to != DType::i32 && to != DType::i64) return {};
    return Arithmetic{false, to, to};
  }
  if (!node.def->elementwise) return {};
  const DType dtype = node.inputs.back().spec().dtype;
  if (dtype == DType::boolean) return Arithmetic{true};
  if (dtype == DType::u64 || dtype == DType::u32) return {};
  const FusedProgram alone = program_of_row(node.def->elementwise->id, dtype);
  return Arithmetic{false, alone.compute, alone.rounding};
}

bool joins(const Arithmetic& node, ElementwiseGroup& group, bool& decided) {
  if (node.any) return true;
  if (!decided) {
    group.compute = node.compute;
    group.rounding = node.rounding;
    decided = true;
    return true;
  }
  return node.compute == group.compute && node.rounding == group.rounding;
}

size_t count_inputs(const std::unordered_set<const Node*>& members) {
  std::unordered_set<Value, ValueHash> inputs;
  for (const Node* member : members)
    for (const Value& input : member->inputs)
      if (!members.contains(input.node)) inputs.insert(input);
  return inputs.size();
}

}  // namespace

std::vector<ElementwiseGroup> find_elementwise_groups(const Graph& graph) {
  std::unordered_map<const Node*, size_t> position;
  std::unordered_map<const Node*, std::vector<const Node*>> users;  // null: a result of the graph
  for (const auto& node : graph.nodes()) {
    position[node.get()] = position.size();
    for (const Value& input : node->inputs) users[input.node].push_back(node.get());
  }
  for (const Value& output : graph.outputs) users[output.node].push_back(nullptr);
  for (const Graph::Update& update : graph.updates) users[update.value.node].push_back(nullptr);

  std::unordered_set<const Node*> taken;
  std::vector<ElementwiseGroup> groups;
  for (size_t n = graph.nodes().size(); n-- > 0;) {
    Node* root = graph.nodes()[n].get();
    const auto own = arithmetic(*root);
    if (!own || taken.contains(root)) continue;
    ElementwiseGroup group;
    bool decided = false;
    joins(*own, group, decided);
    group.members.push_back(root);
    std::unordered_set<const Node*> members{root};
    // Candidates from the last to the first: when one is looked at, all its users are settled.
    std::priority_queue<std::pair<size_t, Node*>> candidates;
    const auto add_candidates = [&](const Node& node) {
      for (const Value& input : node.inputs)
        candidates.emplace(position.at(input.node), input.node);
    };
    add_candidates(*root);
    while (!candidates.empty() && members.size() < kMostMembers) {
      Node* node = candidates.top().second;
      candidates.pop();
      if (members.contains(node) || taken.contains(node)) continue;
      if (!(node->outputs[0].shape == root->outputs[0].shape)) continue;
      const auto kind = arithmetic(*node);
      const auto& node_users = users[node];
      if (!kind || !std::all_of(node_users.begin(), node_users.end(),
                                [&](const Node* user) { return user && members.contains(user); }))
        continue;
      const ElementwiseGroup before = group;
      const bool was_decided = decided;
      members.insert(node);
      if (!joins(*kind, group, decided) || count_inputs(members) > kMostInputs) {
        members.erase(node);
        group.compute = before.compute;
        group.rounding = before.rounding;
        decided = was_decided;
        continue;
      }
      group.members.push_back(node);
      add_candidates(*node);
    }
    if (!decided) group.compute = group.rounding = DType::i32;
    if (group.members.size() < 2) continue;
    taken.insert(members.begin(), members.end());
    groups.push_back(std::move(group));
  }
  return groups;
}

std::optional<ElementwiseGroup> whole_group(const Graph& graph) {
  ElementwiseGroup group;
  bool decided = false;
  for (size_t n = graph.nodes().size(); n-- > 0;) {
    Node* node = graph.nodes()[n].get();
    if (is_leaf(*node)) continue;
    const auto kind = arithmetic(*node);
    if (!kind || !joins(*kind, group, decided)) return {};
    group.members.push_back(node);
  }
  if (!decided && !graph.outputs.empty())
    group.compute = group.rounding =
        program_of_row(row_where, graph.outputs[0].spec().dtype).compute;
  return group;
}

std::vector<Value> inputs_of(const ElementwiseGroup& group) {
  const std::unordered_set<const Node*> members(group.members.begin(), group.members.end());
  std::vector<Value> inputs;
  for (size_t m = group.members.size(); m-- > 0;)
    for (const Value& input : group.members[m]->inputs)
      if (!members.contains(input.node) &&
          std::find(inputs.begin(), inputs.end(), input) == inputs.end())
        inputs.push_back(input);
  return inputs;
}

FusedProgram program_of(const ElementwiseGroup& group, const std::vector<Value>& inputs,
                        const std::vector<Value>& results) {
  std::unordered_map<Value, int64_t, ValueHash> registers;
  for (size_t i = 0; i < inputs.size(); ++i) registers[inputs[i]] = static_cast<int64_t>(i);
  FusedProgram program;
  program.compute = group.compute;
  program.rounding = group.rounding;
  const auto count = static_cast<int64_t>(inputs.size());
  for (size_t m = group.members.size(); m-- > 0;) {
    Node& node = *group.members[m];
    const auto in = [&](size_t i) {
      return i < node.inputs.size() ? registers.at(node.inputs[i]) : 0;
    };
    registers[node.out()] =
        node.is("cast") ? in(0)
                        : program.add(count, node.def->elementwise->id, in(0), in(1), in(2));
  }
  for (const Value& result : results) {
    program.results.push_back(registers.at(result));
    program.dtypes.push_back(result.spec().dtype);
  }
  return program;
}

}  // namespace cornu
