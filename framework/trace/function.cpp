#include "framework/trace/function.h"

#include <algorithm>
#include <list>
#include <mutex>

#include "framework/compiler/executable.h"
#include "framework/runtime/process.h"
#include "framework/runtime/tracer.h"

namespace cornu {

struct TracedFunction::State {
  struct Entry {
    std::vector<Spec> specs;
    bool deterministic;
    int threads;
    Ref<Executable> executable;
  };

  explicit State(Body function) : body(std::move(function)) {}

  Ref<Executable> find(const Tensors& arguments) {
    const std::lock_guard lock(mutex);
    for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
      if (entry->deterministic != deterministic_kernels() || entry->threads != num_threads())
        continue;
      const bool same =
          std::equal(arguments.begin(), arguments.end(), entry->specs.begin(), entry->specs.end(),
                     [](const Tensor& tensor, const Spec& spec) { return tensor.spec() == spec; });
      if (!same) continue;
      entries.splice(entries.begin(), entries, entry);
      return entries.front().executable;
    }
    return trace(arguments);
  }

  Ref<Executable> trace(const Tensors& arguments) {
    constexpr size_t kMostPlans = 32;
    Entry entry;
    entry.deterministic = deterministic_kernels();
    entry.threads = num_threads();
    Ref<Graph> graph;
    {
      GraphTracer tracer;
      Tensors inputs;
      for (size_t i = 0; i < arguments.size(); ++i) {
        entry.specs.push_back(arguments[i].spec());
        inputs.push_back(tracer.input(concat("x", i), entry.specs.back()));
      }
      graph = tracer.finish(body(inputs));
    }
    ++traces;
    entry.executable = Executable::compile(graph, default_device(), {}, arenas);
    entries.push_front(entry);
    if (entries.size() > kMostPlans) entries.pop_back();
    return entry.executable;
  }

  Body body;
  Ref<ArenaPool> arenas = make_ref<ArenaPool>();
  std::mutex mutex;
  std::list<Entry> entries;  // guarded; the most recently used first
  size_t traces = 0;
};

TracedFunction::TracedFunction(Body body) : state_(std::make_shared<State>(std::move(body))) {}

Tensors TracedFunction::operator()(const Tensors& arguments) const {
  // Inside a trace it becomes part of it; a tape needs to see the ops.
  const bool seen = Tracer::current() || !recorders().empty();
  if (seen) return state_->body(arguments);
  return state_->find(arguments)->run(arguments);
}

std::string TracedFunction::graph(const Tensors& arguments) const {
  return state_->find(arguments)->graph().text();
}

std::vector<Ref<Executable>> TracedFunction::executables() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<Ref<Executable>> found;
  for (const State::Entry& entry : state_->entries) found.push_back(entry.executable);
  return found;
}

size_t TracedFunction::traces() const { return state_->traces; }

}  // namespace cornu
