#include "framework/compiler/executable.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/base/team.h"
#include "framework/compiler/planner.h"

namespace cornu {

/// What one run needs for itself: the arena and the operands' addresses.
struct Executable::Instance {
  enum class Operand : uint8_t { in, out, workspace };
  struct Place {
    size_t step;
    Operand kind;
    size_t operand;
    size_t offset = 0;  // in the arena
  };
  Ref<Buffer> arena;  // while it runs
  void* arena_base = nullptr;
  std::vector<Place> in_arena;
  std::vector<std::vector<const void*>> in;  // per step
  std::vector<std::vector<void*>> out;
  std::vector<void*> workspace;
  /// Operands whose address comes with each run: the last one, and where it must be written.
  struct External {
    void* address = nullptr;
    std::vector<Place> places;
  };
  std::vector<External> inputs, variables, outputs;
  std::vector<Ref<Buffer>> pinned;  // what variables lie in, while it runs

  std::vector<External>& externals(Location::Kind kind) {
    return kind == Location::Kind::input      ? inputs
           : kind == Location::Kind::variable ? variables
                                              : outputs;
  }
  void write(const Place& place, void* address) {
    if (place.kind == Operand::in)
      in[place.step][place.operand] = address;
    else if (place.kind == Operand::out)
      out[place.step][place.operand] = address;
    else
      workspace[place.step] = address;
  }
  void bind(Location::Kind kind, size_t index, void* address) {
    External& external = externals(kind)[index];
    if (external.address == address) return;
    external.address = address;
    for (const Place& place : external.places) write(place, address);
  }
  void bind_arena(Ref<Buffer> buffer) {
    arena = std::move(buffer);
    if (arena_base == arena->data()) return;
    arena_base = arena->data();
    for (const Place& place : in_arena)
      write(place, static_cast<std::byte*>(arena_base) + place.offset);
  }
};

/// An instance and an arena for one run; both go back, also when a kernel throws.
struct Executable::Lease {
  explicit Lease(Executable& owner) : executable(owner) {
    {
      const std::lock_guard lock(executable.instances_mutex_);
      if (!executable.idle_.empty()) {
        instance = std::move(executable.idle_.back());
        executable.idle_.pop_back();
      }
    }
    if (!instance) instance = executable.make_instance();
    instance->bind_arena(executable.arenas_->take(executable.device_, executable.memory_.bytes));
  }
  Lease(const Lease&) = delete;
  ~Lease() {
    std::fill(instance->pinned.begin(), instance->pinned.end(), Ref<Buffer>());
    executable.arenas_->put_back(std::move(instance->arena));
    const std::lock_guard lock(executable.instances_mutex_);
    executable.idle_.push_back(std::move(instance));
  }

  Executable& executable;
  std::unique_ptr<Instance> instance;
};

Ref<Executable> Executable::compile(Ref<Graph> graph, Device device, const PipelineOptions& options,
                                    Ref<ArenaPool> arenas) {
  Ref<Executable> executable(new Executable);
  run_pipeline(*graph, options);
  executable->graph_ = std::move(graph);
  executable->device_ = device;
  executable->arenas_ = arenas ? std::move(arenas) : make_ref<ArenaPool>();
  Planner(*executable, *executable->graph_).run();
  return executable;
}

void Executable::observe(Observer observer, void* context) {
  observer_context_ = context;
  observer_ = observer;
}

std::unique_ptr<Executable::Instance> Executable::make_instance() const {
  auto instance = std::make_unique<Instance>();
  instance->inputs.resize(graph_->inputs.size());
  instance->variables.resize(variables_.size());
  instance->outputs.resize(own_outputs_.size());
  instance->pinned.resize(variables_.size());
  const auto place = [&](const Location& at, const Instance::Place& place) -> void* {
    switch (at.kind) {
      case Location::Kind::none:
        return nullptr;
      case Location::Kind::constant:
        return constants_[at.index].data();
      case Location::Kind::arena:
        instance->in_arena.push_back({place.step, place.kind, place.operand, at.offset});
        return nullptr;
      case Location::Kind::input:
      case Location::Kind::variable:
      case Location::Kind::output:
        instance->externals(at.kind)[at.index].places.push_back(place);
        return nullptr;
    }
    return nullptr;
  };
  using Operand = Instance::Operand;
  for (size_t s = 0; s < steps_.size(); ++s) {
    const Step& step = steps_[s];
    auto& in = instance->in.emplace_back();
    auto& out = instance->out.emplace_back();
    for (size_t i = 0; i < step.in.size(); ++i)
      in.push_back(place(step.in[i], {s, Operand::in, i}));
    for (size_t i = 0; i < step.out.size(); ++i)
      out.push_back(place(step.out[i], {s, Operand::out, i}));
    instance->workspace.push_back(place(step.workspace, {s, Operand::workspace, 0}));
  }
  return instance;
}

void Executable::run_steps(Instance& instance) const {
  Stream& stream = backend_of(device_).stream(device_.index);
  for (size_t s = 0; s < steps_.size(); ++s) {
    if (observer_) observer_(observer_context_, s, true);
    try {
      steps_[s].kernel->run(stream,
                            {instance.in[s].data(), instance.out[s].data(), instance.workspace[s]});
    } catch (Error& error) {
      if (!steps_[s].node->place.layers.empty())
        error.add_place(concat("in layer ", quote(steps_[s].node->place.layers)));
      throw;
    }
    if (observer_) observer_(observer_context_, s, false);
  }
}

void Executable::bind_variables(Instance& instance) const {
  for (size_t v = 0; v < variables_.size(); ++v) {
    const BoundVariable& bound = variables_[v];
    Variable::State& state = bound.variable.state();
    if (bound.written) {
      instance.bind(Location::Kind::variable, v, state.writable(bound.layout));
    } else {
      auto [data, buffer] = state.readable(bound.layout);
      instance.bind(Location::Kind::variable, v, data);
      instance.pinned[v] = std::move(buffer);
    }
  }
}

/// Copies the new values that could not be written in place.
void Executable::commit(const Instance& instance) const {
  Allocator& allocator = allocator_of(device_);
  for (const Commit& commit : commits_) {
    const BoundVariable& bound = variables_[commit.variable];
    Variable::State& state = bound.variable.state();
    const void* from = static_cast<const std::byte*>(instance.arena->data()) + commit.from.offset;
    allocator.copy_within(state.writable(bound.layout), from, bytes_of(state.spec, bound.layout));
  }
}

Tensors Executable::run(std::span<const Tensor> arguments) {
  Lease lease(*this);
  Instance& instance = *lease.instance;
  CORNU_CHECK(arguments.size() == graph_->inputs.size(), arguments.size(), " arguments");
  for (size_t i = 0; i < arguments.size(); ++i) {
    CORNU_CHECK(arguments[i].spec() == graph_->inputs[i]->outputs[0], "argument ", i, " is ",
                arguments[i].spec(), ", planned for ", graph_->inputs[i]->outputs[0]);
    instance.bind(Location::Kind::input, i, arguments[i].data());
  }
  bind_variables(instance);
  Tensors own(own_outputs_.size());
  for (size_t i = 0; i < own.size(); ++i) {
    own[i] = Tensor::empty(own_outputs_[i]);
    instance.bind(Location::Kind::output, i, own[i].data());
  }

  const auto changed = [&] {
    for (const size_t v : updated_) variables_[v].variable.state().changed();
  };
  try {
    const TeamLease team;
    const FlushDenormals flush(team.threads());
    run_steps(instance);
  } catch (...) {
    changed();  // some were written
    throw;
  }
  // What a variable's old value was pinned for has been read.
  std::fill(instance.pinned.begin(), instance.pinned.end(), Ref<Buffer>());
  commit(instance);
  changed();

  Tensors outputs;
  outputs.reserve(outputs_.size());
  for (const Output& output : outputs_) {
    const Tensor& whole = output.from.kind == Location::Kind::output ? own[output.from.index]
                          : output.from.kind == Location::Kind::input
                              ? arguments[output.from.index]
                              : constants_[output.from.index];
    outputs.push_back(Tensor::concrete(output.spec, whole.buffer(), whole.offset()));
  }
  return outputs;
}

void Executable::run(const void* const* inputs, void* const* outputs) {
  CORNU_CHECK(variables_.empty(), "a graph inside a graph reads variables as operands");
  Lease lease(*this);
  Instance& instance = *lease.instance;
  for (size_t i = 0; i < graph_->inputs.size(); ++i)
    instance.bind(Location::Kind::input, i, const_cast<void*>(inputs[i]));
  for (size_t i = 0; i < outputs_.size(); ++i)
    if (outputs_[i].from.kind == Location::Kind::output)
      instance.bind(Location::Kind::output, outputs_[i].from.index, outputs[i]);
  run_steps(instance);
  for (size_t i = 0; i < outputs_.size(); ++i) {
    const Location& from = outputs_[i].from;
    if (from.kind == Location::Kind::output) continue;
    const void* data =
        from.kind == Location::Kind::input ? inputs[from.index] : constants_[from.index].data();
    allocator_of(device_).copy_within(outputs[i], data, outputs_[i].spec.bytes());
  }
}

}  // namespace cornu
