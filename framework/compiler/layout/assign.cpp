#include "framework/compiler/layout/assign.h"

#include <algorithm>

#include "framework/compiler/layout/problem.h"
#include "framework/ops/reorder.h"

namespace cornu {

namespace {

struct Inserted {
  std::unique_ptr<Node> node;
  std::vector<const Node*> readers;
};

LayoutRef entry(const std::vector<LayoutRef>& list, size_t i) {
  return i < list.size() ? list[i] : LayoutRef();
}

void set_entry(std::vector<LayoutRef>& list, size_t i, const LayoutRef& layout) {
  if (!layout) return;
  if (list.size() <= i) list.resize(i + 1);
  list[i] = layout;
}

/// Puts the new nodes right before the first node that reads them, or at the end.
void insert_nodes(Graph& graph, std::vector<Inserted> inserted) {
  std::unordered_map<const Node*, std::vector<size_t>> wanted_by;
  for (size_t i = 0; i < inserted.size(); ++i)
    for (const Node* reader : inserted[i].readers) wanted_by[reader].push_back(i);
  std::vector<std::unique_ptr<Node>> nodes = graph.take_nodes(), ordered;
  for (auto& node : nodes) {
    if (const auto found = wanted_by.find(node.get()); found != wanted_by.end())
      for (const size_t i : found->second)
        if (inserted[i].node) ordered.push_back(std::move(inserted[i].node));
    ordered.push_back(std::move(node));
  }
  for (Inserted& each : inserted)
    if (each.node) ordered.push_back(std::move(each.node));
  graph.set_nodes(std::move(ordered));
  graph.renumber();
}

}  // namespace

LayoutRef LayoutAssignment::of(const Value& value) const {
  if (value.node->def == &variable_def) return of(value.node->variable);
  const auto found = nodes.find(value.node);
  if (found == nodes.end()) return {};
  return entry(found->second.out, static_cast<size_t>(value.index));
}

LayoutRef LayoutAssignment::of(const Variable& variable) const {
  const auto found = variables.find(&variable.state());
  return found == variables.end() ? LayoutRef() : found->second;
}

LayoutAssignment assign_layouts(Graph& graph, Device device) {
  LayoutProblem problem(graph, device);
  problem.solve();

  LayoutAssignment assignment;
  std::vector<Inserted> inserted;
  std::unordered_map<Value, const LayoutProblem::Traffic*, ValueHash> traffic_of;
  for (const LayoutProblem::Traffic& traffic : problem.traffic())
    traffic_of[traffic.value] = &traffic;
  // The readers of a value come in the order of the nodes that read it, then outputs and updates.
  std::unordered_map<Value, size_t, ValueHash> next_reader;
  std::unordered_map<Value, std::vector<std::pair<LayoutRef, Value>>, ValueHash> reordered;
  const auto as_wanted = [&](Value value, const Node* reader) -> std::pair<Value, LayoutRef> {
    const LayoutProblem::Traffic& traffic = *traffic_of.at(value);
    const LayoutRef want = problem.layout(traffic.readers[next_reader[value]++]);
    const LayoutRef made = problem.layout(traffic.maker);
    if (same_layout(made, want)) return {value, want};
    auto& copies = reordered[value];
    for (const auto& [layout, copy] : copies)
      if (same_layout(layout, want)) {
        for (Inserted& each : inserted)
          if (each.node && each.node->out() == copy && reader) each.readers.push_back(reader);
        return {copy, want};
      }
    auto node = std::make_unique<Node>();
    node->def = &reorder_def;
    node->inputs = {value};
    node->outputs = {value.spec()};
    node->place = value.node->place;
    const Value copy = node->out();
    assignment.nodes[node.get()] = {.in = {made}, .out = {want}};
    inserted.push_back({std::move(node), {}});
    if (reader) inserted.back().readers.push_back(reader);
    copies.emplace_back(want, copy);
    return {copy, want};
  };

  for (const auto& node : graph.nodes()) {
    Layouts layouts;
    for (size_t i = 0; i < node->inputs.size(); ++i) {
      const auto [value, layout] = as_wanted(node->inputs[i], node.get());
      node->inputs[i] = value;
      set_entry(layouts.in, i, layout);
    }
    for (size_t i = 0; i < node->outputs.size(); ++i) {
      const Value out = node->out(static_cast<int>(i));
      set_entry(layouts.out, i, problem.layout(traffic_of.at(out)->maker));
    }
    if (node->def == &variable_def) {
      if (!layouts.out.empty()) assignment.variables[&node->variable.state()] = layouts.out[0];
    } else if (!layouts.in.empty() || !layouts.out.empty()) {
      assignment.nodes[node.get()] = std::move(layouts);
    }
  }
  for (Value& output : graph.outputs) output = as_wanted(output, nullptr).first;
  for (Graph::Update& update : graph.updates) {
    const auto [value, layout] = as_wanted(update.value, nullptr);
    update.value = value;
    if (layout) assignment.variables[&update.variable.state()] = layout;
  }
  insert_nodes(graph, std::move(inserted));
  return assignment;
}

}  // namespace cornu
