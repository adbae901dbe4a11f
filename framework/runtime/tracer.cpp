#include "framework/runtime/tracer.h"

#include <algorithm>
#include <utility>

#include "framework/base/error.h"
#include "framework/runtime/place.h"

namespace cornu {

GraphTracer::GraphTracer(Scope scope) : owned_(make_ref<Graph>()), graph_(*owned_), scope_(scope) {
  enter();
}

GraphTracer::GraphTracer(Graph& graph) : graph_(graph) {}

GraphTracer::~GraphTracer() {
  if (active_) leave();
}

void GraphTracer::enter() {
  if (active_) fail<ValueError>("as_default: this graph is being built already.");
  active_ = true;
  outer_tracer_ = std::exchange(Tracer::current(), this);
  outer_access_ = std::exchange(VariableAccess::current(), this);
  // Tapes outside the trace see the whole of it as one op, not its parts.
  outer_recorders_.clear();
  outer_recorders_.swap(recorders());
}

void GraphTracer::leave() {
  active_ = false;
  Tracer::current() = outer_tracer_;
  VariableAccess::current() = outer_access_;
  recorders().swap(outer_recorders_);
}

Tensor GraphTracer::input(std::string name, Spec spec) {
  return graph_.tensor(graph_.add_input(std::move(name), std::move(spec)));
}

Value GraphTracer::capture(const Tensor& outer, const Variable& variable) {
  const Value value = graph_.add_input(concat("captured_", captures_.size()), outer.spec());
  captures_.push_back({outer, value.node, variable});
  return value;
}

Value GraphTracer::lift(const Tensor& tensor) {
  if (graph_.has(tensor)) return value_of(tensor);
  const auto [entry, is_new] = lifted_.try_emplace(tensor.id());
  if (!is_new) return entry->second;
  kept_.push_back(tensor);
  if (tensor.is_traced() || follows(tensor)) {
    if (scope_ != Scope::nested)
      fail<ValueError>("a tensor of another graph is used: ", tensor.spec(),
                       ".\n  hint: feed it through a placeholder, or pass it as an argument.");
    entry->second = capture(tensor, {});
  } else {
    tensor.buffer();  // refuses symbolic tensors
    entry->second = graph_.add_constant(tensor);
  }
  return entry->second;
}

bool GraphTracer::follows(const Tensor& value) const {
  if (scope_ != Scope::nested) return false;
  const bool tracked =
      std::any_of(outer_recorders_.begin(), outer_recorders_.end(),
                  [&](const Recorder* recorder) { return recorder->tracks(value); });
  return tracked || (outer_tracer_ && outer_tracer_->follows(value));
}

Tensors GraphTracer::trace(const OpDef& def, const Tensors& in, const Attrs& attrs,
                           std::span<const Ref<Graph>> subgraphs) {
  std::vector<Value> inputs;
  inputs.reserve(in.size());
  for (const Tensor& tensor : in) inputs.push_back(lift(tensor));
  Node* node = graph_.add(def, std::move(inputs), attrs, {subgraphs.begin(), subgraphs.end()});
  node->place = PlaceScope::current();
  Tensors out;
  for (size_t i = 0; i < node->outputs.size(); ++i)
    out.push_back(graph_.tensor(node->out(static_cast<int>(i))));
  return out;
}

bool GraphTracer::enter_phase(Phase phase) {
  const bool assigned =
      std::any_of(assigned_.begin(), assigned_.end(),
                  [&](const Graph::Update& update) { return update.variable == phase.count; });
  if (lazy() || scope_ == Scope::nested || assigned) return false;
  phases_.push_back(std::move(phase));
  return true;
}

Tensor GraphTracer::read_outside(const Variable& variable) {
  VariableAccess* own_access = std::exchange(VariableAccess::current(), outer_access_);
  recorders().swap(outer_recorders_);
  const Tensor value = cornu::read(variable);
  recorders().swap(outer_recorders_);
  VariableAccess::current() = own_access;
  return value;
}

Tensor GraphTracer::read(const Variable& variable) {
  const auto [entry, is_new] = variables_.try_emplace(&variable.state());
  if (is_new)
    entry->second = scope_ == Scope::nested ? capture(read_outside(variable), variable)
                                            : graph_.add_variable(variable);
  return graph_.tensor(entry->second);
}

void GraphTracer::assign(const Variable& variable, const Tensor& value) {
  const Value lifted = lift(value);
  variables_[&variable.state()] = lifted;
  // What updates a variable outside any layer belongs to the variable's own.
  if (lifted.node->place.layers.empty() && lifted.node->outputs.size() == 1) {
    const std::string& path = variable.path();
    if (const size_t end = path.rfind('/'); end != path.npos)
      lifted.node->place.layers = path.substr(0, end);
  }
  const auto known =
      std::find_if(assigned_.begin(), assigned_.end(),
                   [&](const Graph::Update& update) { return update.variable == variable; });
  if (known == assigned_.end())
    assigned_.push_back({variable, lifted});
  else
    known->value = lifted;
  if (lazy()) graph_.updates = assigned_;
}

Ref<Graph> GraphTracer::finish(const Tensors& outputs) {
  for (const Tensor& output : outputs) graph_.outputs.push_back(lift(output));
  if (scope_ == Scope::whole) graph_.updates = assigned_;
  return owned_;
}

OutsideTrace::OutsideTrace()
    : tracer_(std::exchange(Tracer::current(), nullptr)),
      access_(std::exchange(VariableAccess::current(), nullptr)) {}

OutsideTrace::~OutsideTrace() {
  Tracer::current() = tracer_;
  VariableAccess::current() = access_;
}

}  // namespace cornu
