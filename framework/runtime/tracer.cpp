#include "framework/runtime/tracer.h"

#include <algorithm>
#include <utility>

#include "framework/runtime/place.h"

namespace cornu {

GraphTracer::GraphTracer(Scope scope)
    : graph_(make_ref<Graph>()),
      scope_(scope),
      outer_tracer_(std::exchange(Tracer::current(), this)),
      outer_access_(std::exchange(VariableAccess::current(), this)) {
  // Tapes outside the trace see the whole of it as one op, not its parts.
  outer_recorders_.swap(recorders());
}

GraphTracer::~GraphTracer() {
  Tracer::current() = outer_tracer_;
  VariableAccess::current() = outer_access_;
  recorders().swap(outer_recorders_);
}

Tensor GraphTracer::input(std::string name, Spec spec) {
  return tensor_of(graph_, graph_->add_input(std::move(name), std::move(spec)));
}

Value GraphTracer::capture(const Tensor& outer, const Variable& variable) {
  const Value value = graph_->add_input(concat("captured_", captures_.size()), outer.spec());
  captures_.push_back({outer, value.node, variable});
  return value;
}

Value GraphTracer::lift(const Tensor& tensor) {
  if (tensor.is_traced() && tensor.owner() == graph_.get()) return value_of(tensor);
  const auto [entry, is_new] = lifted_.try_emplace(tensor.id());
  if (!is_new) return entry->second;
  kept_.push_back(tensor);
  const bool followed =
      std::any_of(outer_recorders_.begin(), outer_recorders_.end(),
                  [&](const Recorder* recorder) { return recorder->tracks(tensor); });
  if (tensor.is_traced() || (scope_ == Scope::nested && followed)) {
    CORNU_CHECK(scope_ == Scope::nested, "a value of a graph that is no longer traced");
    entry->second = capture(tensor, {});
  } else {
    tensor.buffer();  // refuses symbolic tensors
    entry->second = graph_->add_constant(tensor);
  }
  return entry->second;
}

Tensors GraphTracer::trace(const OpDef& def, const Tensors& in, const Attrs& attrs,
                           std::span<const Ref<Graph>> subgraphs) {
  std::vector<Value> inputs;
  inputs.reserve(in.size());
  for (const Tensor& tensor : in) inputs.push_back(lift(tensor));
  Node* node = graph_->add(def, std::move(inputs), attrs, {subgraphs.begin(), subgraphs.end()});
  node->place = PlaceScope::current();
  Tensors out;
  for (size_t i = 0; i < node->outputs.size(); ++i)
    out.push_back(tensor_of(graph_, node->out(static_cast<int>(i))));
  return out;
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
                                            : graph_->add_variable(variable);
  return tensor_of(graph_, entry->second);
}

void GraphTracer::assign(const Variable& variable, const Tensor& value) {
  const Value lifted = lift(value);
  variables_[&variable.state()] = lifted;
  for (Graph::Update& update : assigned_)
    if (update.variable == variable) {
      update.value = lifted;
      return;
    }
  assigned_.push_back({variable, lifted});
}

Ref<Graph> GraphTracer::finish(const Tensors& outputs) {
  for (const Tensor& output : outputs) graph_->outputs.push_back(lift(output));
  if (scope_ == Scope::whole) graph_->updates = assigned_;
  return graph_;
}

OutsideTrace::OutsideTrace()
    : tracer_(std::exchange(Tracer::current(), nullptr)),
      access_(std::exchange(VariableAccess::current(), nullptr)) {}

OutsideTrace::~OutsideTrace() {
  Tracer::current() = tracer_;
  VariableAccess::current() = access_;
}

}  // namespace cornu
