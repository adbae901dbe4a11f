#include "framework/compiler/executable.h"

#include <algorithm>

#include "framework/base/error.h"
#include "framework/compiler/planner.h"

namespace cornu {

/// What one run needs for itself: the arena and the operands' addresses.
struct Executable::Instance {
  struct Place {
    size_t step;
    bool is_output;
    size_t operand;
  };
  Ref<Buffer> arena;
  std::vector<std::vector<const void*>> in;  // per step
  std::vector<std::vector<void*>> out;
  std::vector<void*> workspace;
  /// Operands whose address comes with each run: the last one, and where it must be written.
  struct External {
    void* address = nullptr;
    std::vector<Place> places;
  };
  std::vector<External> inputs, variables, outputs;

  std::vector<External>& externals(Location::Kind kind) {
    return kind == Location::Kind::input      ? inputs
           : kind == Location::Kind::variable ? variables
                                              : outputs;
  }
  void bind(Location::Kind kind, size_t index, void* address) {
    External& external = externals(kind)[index];
    if (external.address == address) return;
    external.address = address;
    for (const Place& place : external.places) {
      if (place.is_output)
        out[place.step][place.operand] = address;
      else
        in[place.step][place.operand] = address;
    }
  }
};

/// Returns the instance to the idle ones, also when a kernel throws.
struct Executable::Lease {
  Executable& executable;
  std::unique_ptr<Instance> instance;
  ~Lease() {
    const std::lock_guard lock(executable.instances_mutex_);
    executable.idle_.push_back(std::move(instance));
  }
};

Ref<Executable> Executable::compile(Ref<Graph> graph, Device device,
                                    const PipelineOptions& options) {
  Ref<Executable> executable(new Executable);
  run_pipeline(*graph, options);
  executable->graph_ = std::move(graph);
  executable->device_ = device;
  Planner(*executable, *executable->graph_).run();
  return executable;
}

void Executable::observe(Observer observer, void* context) {
  observer_context_ = context;
  observer_ = observer;
}

std::unique_ptr<Executable::Instance> Executable::lease() {
  {
    const std::lock_guard lock(instances_mutex_);
    if (!idle_.empty()) {
      auto instance = std::move(idle_.back());
      idle_.pop_back();
      return instance;
    }
  }
  auto instance = std::make_unique<Instance>();
  instance->arena = Buffer::allocate(device_, memory_.bytes);
  auto* base = static_cast<std::byte*>(instance->arena->data());
  instance->inputs.resize(graph_->inputs.size());
  instance->variables.resize(variables_.size());
  instance->outputs.resize(own_outputs_.size());
  const auto address = [&](const Location& at, size_t step, bool is_output,
                           size_t operand) -> void* {
    switch (at.kind) {
      case Location::Kind::none:
        return nullptr;
      case Location::Kind::arena:
        return base + at.offset;
      case Location::Kind::constant:
        return constants_[at.index].data();
      case Location::Kind::input:
      case Location::Kind::variable:
      case Location::Kind::output:
        instance->externals(at.kind)[at.index].places.push_back({step, is_output, operand});
        return nullptr;
    }
    return nullptr;
  };
  for (size_t s = 0; s < steps_.size(); ++s) {
    const Step& step = steps_[s];
    auto& in = instance->in.emplace_back();
    auto& out = instance->out.emplace_back();
    for (size_t i = 0; i < step.in.size(); ++i) in.push_back(address(step.in[i], s, false, i));
    for (size_t i = 0; i < step.out.size(); ++i) out.push_back(address(step.out[i], s, true, i));
    instance->workspace.push_back(address(step.workspace, s, false, 0));
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
      if (!steps_[s].node->place.empty())
        error.add_place(concat("in layer ", quote(steps_[s].node->place)));
      throw;
    }
    if (observer_) observer_(observer_context_, s, false);
  }
}

Tensors Executable::run(std::span<const Tensor> arguments) {
  Lease lease{*this, this->lease()};
  Instance& instance = *lease.instance;
  CORNU_CHECK(arguments.size() == graph_->inputs.size(), arguments.size(), " arguments");
  for (size_t i = 0; i < arguments.size(); ++i) {
    CORNU_CHECK(arguments[i].spec() == graph_->inputs[i]->outputs[0], "argument ", i, " is ",
                arguments[i].spec(), ", planned for ", graph_->inputs[i]->outputs[0]);
    instance.bind(Location::Kind::input, i, arguments[i].data());
  }
  for (size_t v = 0; v < variables_.size(); ++v) {
    Variable::State& state = variables_[v].variable.state();
    instance.bind(Location::Kind::variable, v,
                  variables_[v].written ? state.writable() : state.readable());
  }
  Tensors own(own_outputs_.size());
  for (size_t i = 0; i < own.size(); ++i) {
    own[i] = Tensor::empty(own_outputs_[i]);
    instance.bind(Location::Kind::output, i, own[i].data());
  }

  run_steps(instance);

  Allocator& allocator = allocator_of(device_);
  for (const Commit& commit : commits_) {
    Variable::State& state = variables_[commit.variable].variable.state();
    const void* from = static_cast<std::byte*>(instance.arena->data()) + commit.from.offset;
    allocator.copy_within(state.writable(), from, state.spec.bytes());
  }
  for (const size_t v : updated_) variables_[v].variable.state().changed();

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
  Lease lease{*this, this->lease()};
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
