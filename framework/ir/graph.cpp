#include "framework/ir/graph.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "framework/base/error.h"

namespace cornu {

constinit const OpDef input_def{.name = "input", .doc = "An argument of the graph."};
constinit const OpDef constant_def{.name = "constant", .doc = "A tensor known while tracing."};
constinit const OpDef variable_def{.name = "variable",
                                   .doc = "The value that a variable has before the graph runs."};

Node* Graph::add_raw(std::unique_ptr<Node> node) {
  node->id = next_id_++;
  body_->nodes.push_back(std::move(node));
  return body_->nodes.back().get();
}

Node* Graph::add(const OpDef& def, std::vector<Value> inputs, Attrs attrs,
                 std::vector<Ref<Graph>> subgraphs) {
  std::vector<Spec> specs;
  specs.reserve(inputs.size());
  for (const Value& input : inputs) specs.push_back(input.spec());
  check_inputs(def, specs);
  auto node = std::make_unique<Node>();
  node->outputs = infer_outputs(def, specs, attrs, subgraphs);
  node->def = &def;
  node->inputs = std::move(inputs);
  node->attrs = std::move(attrs);
  node->subgraphs = std::move(subgraphs);
  return add_raw(std::move(node));
}

Value Graph::add_input(std::string input_name, Spec spec) {
  auto node = std::make_unique<Node>();
  node->def = &input_def;
  node->outputs = {std::move(spec)};
  node->name = std::move(input_name);
  inputs.push_back(add_raw(std::move(node)));
  return inputs.back()->out();
}

Value Graph::add_constant(Tensor value) {
  auto node = std::make_unique<Node>();
  node->def = &constant_def;
  node->outputs = {value.spec()};
  node->constant = std::move(value);
  return add_raw(std::move(node))->out();
}

Value Graph::add_variable(const Variable& variable) {
  for (const auto& node : nodes())
    if (node->def == &variable_def && node->variable == variable) return node->out();
  auto node = std::make_unique<Node>();
  node->def = &variable_def;
  node->outputs = {variable.spec()};
  node->variable = variable;
  node->name = variable.path();
  return add_raw(std::move(node))->out();
}

void Graph::renumber() {
  next_id_ = 0;
  for (const auto& node : nodes()) node->id = next_id_++;
}

void Graph::sort() {
  std::vector<std::unique_ptr<Node>> waiting = take_nodes(), ordered;
  std::unordered_set<const Node*> placed;
  while (!waiting.empty()) {
    std::vector<std::unique_ptr<Node>> later;
    for (auto& node : waiting) {
      const bool ready = std::all_of(node->inputs.begin(), node->inputs.end(),
                                     [&](const Value& v) { return placed.contains(v.node); });
      if (ready) placed.insert(node.get());
      (ready ? ordered : later).push_back(std::move(node));
    }
    CORNU_CHECK(later.size() < waiting.size(), "a graph with a cycle");
    waiting = std::move(later);
  }
  set_nodes(std::move(ordered));
  renumber();
}

Ref<Graph> Graph::clone(std::vector<std::pair<const Node*, Node*>>* map) const {
  auto copy = make_ref<Graph>();
  std::unordered_map<const Node*, Node*> twins;
  const auto moved = [&](const Value& value) { return Value{twins.at(value.node), value.index}; };
  for (const auto& node : nodes()) {
    auto twin = std::make_unique<Node>(*node);
    for (Value& input : twin->inputs) input = moved(input);
    twins[node.get()] = copy->add_raw(std::move(twin));
    if (map) map->emplace_back(node.get(), twins[node.get()]);
  }
  for (const Node* input : inputs) copy->inputs.push_back(twins.at(input));
  for (const Value& output : outputs) copy->outputs.push_back(moved(output));
  for (const Update& update : updates)
    copy->updates.push_back({update.variable, moved(update.value)});
  copy->name = name;
  return copy;
}

Tensor Graph::tensor(Value value) {
  return Tensor::traced(value.spec(), body_, value.node, value.index);
}

Ref<Graph> Graph::derived(const std::string& key, const std::function<Ref<Graph>()>& make) {
  {
    const std::lock_guard lock(derived_mutex_);
    if (const auto found = derived_.find(key); found != derived_.end()) return found->second;
  }
  Ref<Graph> made = make();  // it may ask for gradients of its own
  const std::lock_guard lock(derived_mutex_);
  return derived_.try_emplace(key, std::move(made)).first->second;
}

Value value_of(const Tensor& tensor) {
  CORNU_CHECK(tensor.is_traced(), "not a value of a graph: ", tensor);
  return {tensor.node(), tensor.index()};
}

Tensor beside(const Tensor& tensor, Value value) {
  return Tensor::traced(value.spec(), Ref<RefCounted>(tensor.owner()), value.node, value.index);
}

}  // namespace cornu
