#include "framework/trace/function.h"

#include <algorithm>
#include <deque>
#include <list>
#include <mutex>
#include <optional>

#include "framework/compiler/executable.h"
#include "framework/ops/call.h"
#include "framework/ops/def.h"
#include "framework/runtime/replay.h"
#include "framework/runtime/subgraph.h"
#include "framework/trace/plan_key.h"

namespace cornu {

namespace {

constexpr size_t kMostPlans = 32;

/// Tensors with their companions behind them, as a graph takes and gives them.
struct Companions {
  std::vector<bool> masked, with_logits;

  /// `logits`: where somebody may take a loss of the results.
  static Companions of(const Tensors& tensors, bool logits) {
    Companions companions;
    for (const Tensor& tensor : tensors) {
      companions.masked.push_back(tensor.mask().defined());
      companions.with_logits.push_back(logits && tensor.logits().defined());
    }
    return companions;
  }
  Tensors flatten(const Tensors& tensors) const {
    Tensors flat = tensors;
    for (size_t i = 0; i < tensors.size(); ++i) {
      if (masked[i]) flat.push_back(tensors[i].mask());
      if (with_logits[i]) flat.push_back(tensors[i].logits());
    }
    return flat;
  }
  Tensors attach(const Tensors& flat) const {
    Tensors tensors(flat.begin(), flat.begin() + static_cast<std::ptrdiff_t>(masked.size()));
    size_t next = tensors.size();
    for (size_t i = 0; i < tensors.size(); ++i) {
      if (masked[i]) tensors[i] = tensors[i].with_mask(flat[next++]);
      if (with_logits[i]) tensors[i] = tensors[i].with_logits(flat[next++]);
    }
    return tensors;
  }
  friend bool operator==(const Companions&, const Companions&) = default;
};

std::vector<Spec> specs_of(const Tensors& tensors) {
  std::vector<Spec> specs;
  for (const Tensor& tensor : tensors) specs.push_back(tensor.spec());
  return specs;
}

/// What a traced program is found by.
struct Key {
  Companions arguments;
  std::vector<Spec> specs;
  PlanConditions conditions;

  friend bool operator==(const Key&, const Key&) = default;
};

/// What of a call is not as it was in another.
std::string difference(const Key& before, const Key& now) {
  if (before.specs.size() != now.specs.size() || !(before.arguments == now.arguments))
    return "other arguments have masks";
  for (size_t i = 0; i < now.specs.size(); ++i)
    if (!(before.specs[i] == now.specs[i]))
      return concat("argument ", i, " is ", now.specs[i], ", was ", before.specs[i]);
  if (before.conditions.threads != now.conditions.threads)
    return concat("there are ", now.conditions.threads, " threads, were ",
                  before.conditions.threads);
  if (!(before.conditions == now.conditions)) return "the dtype policy or determinism has changed";
  return "variables were frozen or freed, or the step belongs to another phase";
}

/// What a trace of the body holds for.
struct Validity {
  TrainableSet trainable;
  std::vector<Phase> phases;
  Companions results;

  bool holds() const {
    return trainable.holds() && std::all_of(phases.begin(), phases.end(),
                                            [](const Phase& phase) { return phase.holds(); });
  }
};

/// A program that runs on its own.
struct Plan {
  Key key;
  Validity validity;
  Ref<Executable> executable;

  bool serves(const Key& wanted) const { return key == wanted && validity.holds(); }
};

/// A trace whose arguments have sizes that are not known; programs of known ones are made of it.
struct RelaxedTrace {
  Key key;
  Validity validity;
  Ref<Graph> graph;

  bool serves(const Key& wanted) const {
    return validity.holds() && key.arguments == wanted.arguments &&
           key.conditions == wanted.conditions && key.specs == relaxed(key.specs, wanted.specs);
  }

  /// The specs with unknown sizes where the two differ; empty where they differ in more.
  static std::vector<Spec> relaxed(std::vector<Spec> specs, const std::vector<Spec>& others) {
    if (specs.size() != others.size()) return {};
    for (size_t i = 0; i < specs.size(); ++i) {
      Shape& shape = specs[i].shape;
      if (specs[i].dtype != others[i].dtype || !(specs[i].device == others[i].device) ||
          shape.ndim() != others[i].shape.ndim())
        return {};
      for (int64_t axis = 0; axis < shape.ndim(); ++axis)
        if (shape[axis] != others[i].shape[axis]) shape[axis] = unknown;
    }
    return specs;
  }
};

/// A program that is called from a trace or under a tape.
struct Callee {
  Key key;
  TrainableSet trainable;
  Companions results;
  Subtrace trace;

  /// Whether it may be called again: it uses nothing from outside but variables, and nothing that a
  /// tape follows now was taken for a constant.
  bool reusable() const {
    return std::all_of(trace.captures.begin(), trace.captures.end(),
                       [](const auto& capture) { return capture.variable.defined(); });
  }
  bool follows_constants() const {
    const auto& nodes = trace.graph->nodes();
    return std::any_of(nodes.begin(), nodes.end(), [](const auto& node) {
      return node->def == &constant_def &&
             std::any_of(recorders().begin(), recorders().end(),
                         [&](const Recorder* tape) { return tape->tracks(node->constant); });
    });
  }
};

}  // namespace

struct TracedFunction::State {
  State(Body function, Ref<ArenaPool> pool, const FunctionOptions& how)
      : body(std::move(function)), arenas(std::move(pool)), options(how) {}

  /// Takes down why a program is made although there is one, which was used last.
  template <class Program>
  void count_trace(const std::list<Program>& made, const Key& key) {
    ++traces;
    if (made.empty()) return;
    retraces.push_back(difference(made.front().key, key));
    constexpr size_t kMostReasons = 100;
    if (retraces.size() > kMostReasons) retraces.pop_front();
  }

  Tensors run_body(const Key& key, const Tensors& flat, Companions& results, bool logits) const {
    const Tensors out = body(key.arguments.attach(flat));
    results = Companions::of(out, logits);
    return results.flatten(out);
  }

  static Tensors inputs_of(GraphTracer& tracer, const Key& key) {
    Tensors inputs;
    for (const Spec& spec : key.specs)
      inputs.push_back(tracer.input(concat("x", inputs.size()), spec));
    return inputs;
  }

  Ref<Graph> traced(const Key& key, Validity& validity) const {
    GraphTracer tracer;
    Ref<Graph> graph =
        tracer.finish(run_body(key, inputs_of(tracer, key), validity.results, false));
    validity.phases = tracer.phases();
    for (const auto& node : graph->nodes())
      if (node->def == &variable_def) validity.trainable.add(node->variable);
    return graph;
  }

  /// The trace that serves a call of such specs, made where a call before differed in sizes only;
  /// null where none did.
  const RelaxedTrace* find_relaxed(const Key& key) {
    for (const RelaxedTrace& trace : relaxed)
      if (trace.serves(key)) return &trace;
    for (const Plan& plan : plans) {
      if (!(plan.key.arguments == key.arguments) || !(plan.key.conditions == key.conditions))
        continue;
      RelaxedTrace trace{key, {}, {}};
      trace.key.specs = RelaxedTrace::relaxed(key.specs, plan.key.specs);
      if (trace.key.specs.empty() || trace.key.specs == key.specs) continue;
      trace.graph = traced(trace.key, trace.validity);
      count_trace(plans, trace.key);
      relaxed.push_front(std::move(trace));
      if (relaxed.size() > kMostPlans) relaxed.pop_back();
      return &relaxed.front();
    }
    return nullptr;
  }

  /// The graph for those specs, of a trace for many; null where there is none.
  Ref<Graph> specialised_trace(const Key& key, Validity& validity) {
    try {
      const RelaxedTrace* trace = find_relaxed(key);
      if (!trace) return {};
      GraphTracer tracer;
      Ref<Graph> graph = tracer.finish(replay(*trace->graph, inputs_of(tracer, key)));
      validity = trace->validity;
      return graph;
    } catch (const ShapeError&) {  // the body needs a size
      return {};
    }
  }

  const Plan& find_plan(const Key& key) {
    for (auto plan = plans.begin(); plan != plans.end(); ++plan) {
      if (!plan->serves(key)) continue;
      plans.splice(plans.begin(), plans, plan);
      return plans.front();
    }
    Plan plan{key, {}, {}};
    Ref<Graph> graph;
    if (options.reduce_retracing) graph = specialised_trace(key, plan.validity);
    if (!graph) {
      graph = traced(key, plan.validity);
      count_trace(plans, key);
    }
    const Device device = device_for(*graph);
    plan.executable = Executable::compile(std::move(graph), device, {}, arenas);
    plans.push_front(std::move(plan));
    if (plans.size() > kMostPlans) plans.pop_back();
    return plans.front();
  }

  Callee find_callee(const Key& key) {
    for (auto callee = callees.begin(); callee != callees.end(); ++callee) {
      if (!(callee->key == key) || !callee->trainable.holds() || callee->follows_constants())
        continue;
      callees.splice(callees.begin(), callees, callee);
      return callees.front();
    }
    Callee callee{key, {}, {}, {}};
    callee.trace = trace_subgraph(
        key.specs, [&](const Tensors& in) { return run_body(key, in, callee.results, true); });
    count_trace(callees, key);
    for (const Graph::Update& update : callee.trace.assigned)
      callee.trace.graph->outputs.push_back(update.value);
    for (const GraphTracer::Capture& capture : callee.trace.captures)
      if (capture.variable.defined()) callee.trainable.add(capture.variable);
    if (callee.reusable()) {
      callees.push_front(callee);
      if (callees.size() > kMostPlans) callees.pop_back();
    }
    return callee;
  }

  Body body;
  Ref<ArenaPool> arenas;
  FunctionOptions options;
  std::recursive_mutex mutex;        // a body may call its own function
  std::list<Plan> plans;             // guarded; the most recently used first
  std::list<Callee> callees;         // guarded, likewise
  std::list<RelaxedTrace> relaxed;   // guarded
  size_t traces = 0;                 // guarded
  std::deque<std::string> retraces;  // guarded
};

namespace {

Key key_of(const Tensors& arguments, Tensors& flat) {
  Companions companions = Companions::of(arguments, false);
  flat = companions.flatten(arguments);
  return {std::move(companions), specs_of(flat), PlanConditions::now()};
}

}  // namespace

TracedFunction::TracedFunction(Body body, const FunctionOptions& options)
    : state_(std::make_shared<State>(std::move(body), make_ref<ArenaPool>(), options)) {}
TracedFunction::TracedFunction(Body body, Ref<ArenaPool> arenas)
    : state_(std::make_shared<State>(std::move(body), std::move(arenas), FunctionOptions())) {}

Tensors TracedFunction::operator()(const Tensors& arguments) const {
  Tensors flat;
  const Key key = key_of(arguments, flat);
  if (!Tracer::current() && recorders().empty()) {
    Companions results;
    Ref<Executable> executable;
    {
      const std::lock_guard lock(state_->mutex);
      const Plan& plan = state_->find_plan(key);
      results = plan.validity.results;
      executable = plan.executable;
    }
    return results.attach(executable->run(flat));
  }
  // Inside a trace, or seen by a tape, it is one node.
  std::optional<Callee> callee;
  {
    const std::lock_guard lock(state_->mutex);
    callee = state_->find_callee(key);
  }
  for (const GraphTracer::Capture& capture : callee->trace.captures)
    flat.push_back(capture.variable.defined() ? read(capture.variable) : capture.outer);
  const Tensors out =
      apply(call_def, std::move(flat), CallAttrs{.recompute = state_->options.recompute},
            {&callee->trace.graph, 1});
  const size_t assigned = callee->trace.assigned.size();
  for (size_t i = 0; i < assigned; ++i)
    callee->trace.assigned[i].variable.assign(out[out.size() - assigned + i]);
  return callee->results.attach(out);
}

Ref<Executable> TracedFunction::executable(const Tensors& arguments) const {
  Tensors flat;
  const Key key = key_of(arguments, flat);
  const std::lock_guard lock(state_->mutex);
  return state_->find_plan(key).executable;
}

std::string TracedFunction::graph(const Tensors& arguments) const {
  return executable(arguments)->graph().text();
}
std::string TracedFunction::dot(const Tensors& arguments) const {
  return executable(arguments)->graph().dot();
}

std::vector<Ref<Executable>> TracedFunction::executables() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<Ref<Executable>> found;
  for (const auto& plan : state_->plans) found.push_back(plan.executable);
  return found;
}

size_t TracedFunction::traces() const {
  const std::lock_guard lock(state_->mutex);
  return state_->traces;
}

std::vector<std::string> TracedFunction::retraces() const {
  const std::lock_guard lock(state_->mutex);
  return {state_->retraces.begin(), state_->retraces.end()};
}

}  // namespace cornu
