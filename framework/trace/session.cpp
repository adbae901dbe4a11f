#include "framework/trace/session.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/compiler/executable.h"
#include "framework/runtime/process.h"
#include "framework/runtime/replay.h"
#include "framework/runtime/tracer.h"
#include "framework/trace/plan_key.h"

namespace cornu {

DefaultGraph::DefaultGraph(GraphTracer& tracer) : tracer_(tracer) { tracer_.enter(); }
DefaultGraph::~DefaultGraph() { tracer_.leave(); }

DefaultGraph Graph::as_default() {
  if (!tracer_) tracer_ = std::make_shared<GraphTracer>(*this);
  return DefaultGraph(*tracer_);
}

Tensor placeholder(DType dtype, const PlaceholderOptions& options) {
  auto* tracer = dynamic_cast<GraphTracer*>(Tracer::current());
  if (!tracer || !tracer->lazy())
    fail<ValueError>(
        "placeholder: no graph is being built.\n  hint: auto scope = "
        "graph.as_default();");
  const Graph& graph = tracer->graph();
  std::string name = options.name;
  if (name.empty()) name = concat("placeholder_", graph.inputs.size());
  for (const Node* input : graph.inputs)
    if (input->name == name)
      fail<ValueError>("placeholder: the graph has one named ", quote(name), " already.");
  return tracer->input(std::move(name), {dtype, options.shape, default_device()});
}

namespace {

constexpr size_t kMostPlans = 32;

std::string describe(const Value& value) {
  if (value.node->def == &input_def) return concat("the placeholder ", quote(value.node->name));
  return concat("the value that ", value.node->def->name, " makes");
}

bool fits(const Shape& shape, const Shape& declared) {
  if (!declared.ranked()) return true;
  if (shape.ndim() != declared.ndim()) return false;
  for (int64_t axis = 0; axis < shape.ndim(); ++axis)
    if (declared[axis] != unknown && declared[axis] != shape[axis]) return false;
  return true;
}

void check_feed(const Value& value, const Tensor& fed) {
  if (!fed.is_concrete())
    fail<ValueError>("Session::run: ", describe(value), " is fed ", fed.text(),
                     ", which has no elements.");
  const Spec& declared = value.spec();
  if (fed.dtype() != declared.dtype)
    fail<DTypeError>("Session::run: ", describe(value), " is ", declared, ", what it is fed is ",
                     fed.spec(), ".\n  hint: ops::cast(value, DType::", declared.dtype, ").");
  if (!fits(fed.shape(), declared.shape))
    fail<ShapeError>("Session::run: ", describe(value), " is ", declared, ", what it is fed is ",
                     fed.spec(), ".");
}

/// ValueError naming a placeholder that something needs and nobody feeds.
void check_fed(const Graph& graph, const ReplayValues& given, std::span<const Value> fetches,
               const std::vector<Graph::Update>& updates) {
  const auto missing = [&](std::span<const Value> wanted) -> const Node* {
    const auto needed = needed_nodes(graph, given, wanted);
    for (const Node* input : graph.inputs)
      if (needed.contains(input)) return input;
    return nullptr;
  };
  if (const Node* input = missing(fetches))
    fail<ValueError>("Session::run: the placeholder ", quote(input->name), ", ", input->outputs[0],
                     ", is not fed.");
  for (const Graph::Update& update : updates)
    if (const Node* input = missing({&update.value, 1}))
      fail<ValueError>("Session::run: the placeholder ", quote(input->name), ", ",
                       input->outputs[0], ", is not fed; the assignment of ",
                       quote(update.variable.name()),
                       " needs it.\n  hint: {.assign = false} leaves assignments out.");
}

}  // namespace

struct Session::Plan {
  std::vector<Value> fetches;
  std::vector<std::pair<Value, Spec>> feeds;
  std::vector<Value> assigned;
  PlanConditions conditions;
  Ref<Executable> executable;
};

Session::Session(Graph& graph) : graph_(graph) {}
Session::~Session() = default;

Variables Session::variables() const {
  Variables found;
  const auto note = [&](const Variable& variable) {
    if (std::find(found.begin(), found.end(), variable) == found.end()) found.push_back(variable);
  };
  for (const auto& node : graph_.nodes())
    if (node->def == &variable_def) note(node->variable);
  for (const Graph::Update& update : graph_.updates) note(update.variable);
  return found;
}

Ref<Executable> Session::compile(const std::vector<Value>& fetches, const Feeds& feeds,
                                 const std::vector<Graph::Update>& updates) const {
  std::vector<Value> wanted = fetches;
  for (const Graph::Update& update : updates) wanted.push_back(update.value);
  Ref<Graph> graph;
  {
    GraphTracer tracer;
    ReplayValues given;
    for (const auto& [key, fed] : feeds) {
      const Value value = value_of(key);
      const std::string& name = value.node->name;
      given[value] = tracer.input(name.empty() ? concat("fed_", given.size()) : name, fed.spec());
    }
    check_fed(graph_, given, fetches, updates);
    Tensors made = replay(graph_, std::move(given), wanted);
    for (size_t i = 0; i < updates.size(); ++i)
      updates[i].variable.assign(made[fetches.size() + i]);
    made.resize(fetches.size());
    graph = tracer.finish(made);
  }
  for (const auto& node : graph->nodes())
    for (const Spec& spec : node->outputs)
      if (!spec.shape.known())
        fail<ShapeError>("Session::run: the shape of what ", node->def->name, " makes, ", spec,
                         ", does not follow from what is fed.");
  const Device device = device_for(*graph);
  return Executable::compile(std::move(graph), device);
}

Ref<Executable> Session::find(const std::vector<Value>& fetches, const Feeds& feeds, bool assign) {
  Plan plan{fetches, {}, {}, PlanConditions::now(), {}};
  for (const auto& [key, fed] : feeds) plan.feeds.emplace_back(value_of(key), fed.spec());
  const std::vector<Graph::Update> updates = assign ? graph_.updates : std::vector<Graph::Update>();
  for (const Graph::Update& update : updates) plan.assigned.push_back(update.value);
  const std::lock_guard lock(mutex_);
  for (auto known = plans_.begin(); known != plans_.end(); ++known) {
    if (known->fetches != plan.fetches || known->feeds != plan.feeds ||
        known->assigned != plan.assigned || !(known->conditions == plan.conditions))
      continue;
    plans_.splice(plans_.begin(), plans_, known);
    return plans_.front().executable;
  }
  plan.executable = compile(fetches, feeds, updates);
  ++compiled_;
  plans_.push_front(std::move(plan));
  if (plans_.size() > kMostPlans) plans_.pop_back();
  return plans_.front().executable;
}

Tensors Session::run(const Tensors& fetches, const Feeds& feeds, const RunOptions& options) {
  const OutsideTrace outside;
  std::vector<Value> wanted;
  for (const Tensor& fetch : fetches) {
    if (fetch.is_concrete()) continue;  // a constant: known already
    if (!graph_.has(fetch))
      fail<ValueError>("Session::run: what is fetched, ", fetch.spec(),
                       ", is no value of this graph.");
    wanted.push_back(value_of(fetch));
  }
  Tensors arguments;
  for (const auto& [key, fed] : feeds) {
    if (!graph_.has(key))
      fail<ValueError>("Session::run: what is fed, ", key.spec(), ", is no value of this graph.");
    const Value value = value_of(key);
    const auto times = std::count_if(feeds.begin(), feeds.end(), [&key = key](const auto& other) {
      return other.first.id() == key.id();
    });
    if (times > 1) fail<ValueError>("Session::run: ", describe(value), " is fed twice.");
    check_feed(value, fed);
    arguments.push_back(fed);
  }
  if (wanted.empty() && (graph_.updates.empty() || !options.assign)) return fetches;
  const Tensors found = find(wanted, feeds, options.assign)->run(arguments);
  Tensors results = fetches;
  auto next = found.begin();
  for (Tensor& result : results)
    if (!result.is_concrete()) result = *next++;
  return results;
}

Tensors Session::run(std::initializer_list<Tensor> fetches, const Feeds& feeds,
                     const RunOptions& options) {
  return run(Tensors(fetches), feeds, options);
}

Tensor Session::run(const Tensor& fetch, const Feeds& feeds, const RunOptions& options) {
  return run(Tensors{fetch}, feeds, options)[0];
}

}  // namespace cornu
