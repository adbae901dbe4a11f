#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "framework/compiler/arena_pool.h"
#include "framework/compiler/memory/plan.h"
#include "framework/compiler/pass.h"
#include "framework/runtime/backend.h"

namespace cornu {

/// Where an operand lies when a step runs.
struct Location {
  enum class Kind : uint8_t { none, arena, constant, input, variable, output };
  Kind kind = Kind::none;
  size_t index = 0;   ///< Of the constant, input, variable or output.
  size_t offset = 0;  ///< In the arena.
};

/// A graph of known shapes, planned once: kernels chosen, memory laid out in one arena, operands
/// bound. Running it allocates nothing but its outputs. Safe to run from many threads.
class Executable final : public RefCounted {
 public:
  struct Step {
    Ref<PreparedKernel> kernel;
    const Node* node;
    std::vector<Location> in, out;
    Location workspace;
  };

  /// Takes the graph through the pipeline. Its inputs must have known shapes. Executables with one
  /// pool share their working memory.
  static Ref<Executable> compile(Ref<Graph> graph, Device device,
                                 const PipelineOptions& options = {}, Ref<ArenaPool> arenas = {});

  Tensors run(std::span<const Tensor> arguments);
  /// The same on raw addresses, the outputs' too: for graphs inside graphs. No variables.
  void run(const void* const* inputs, void* const* outputs);

  const Graph& graph() const { return *graph_; }
  const std::vector<Step>& steps() const { return steps_; }
  const MemoryPlan& memory() const { return memory_; }
  /// Called around every step of every run while set: profiles.
  using Observer = void (*)(void* context, size_t step, bool begins);
  void observe(Observer observer, void* context);

 private:
  friend class Planner;
  struct Instance;
  struct Lease;
  Executable() = default;
  std::unique_ptr<Instance> make_instance() const;
  void bind_variables(Instance& instance) const;
  void run_steps(Instance& instance) const;
  void commit(const Instance& instance) const;

  struct BoundVariable {
    Variable variable;
    LayoutRef layout;
    bool written = false;  ///< Updated in place.
  };
  struct Commit {  ///< An update that could not happen in place.
    size_t variable;
    Location from;
  };
  struct Output {
    Spec spec;
    Location from;  ///< `output`: its own; `input` and `constant`: handed through.
  };

  Ref<Graph> graph_;
  Device device_;
  std::vector<Step> steps_;
  std::vector<BoundVariable> variables_;
  std::vector<Tensor> constants_;
  std::vector<Spec> own_outputs_;
  std::vector<Output> outputs_;
  std::vector<Commit> commits_;
  std::vector<size_t> updated_;  ///< Variables whose version a run changes.
  MemoryPlan memory_;
  Ref<ArenaPool> arenas_;
  Observer observer_ = nullptr;
  void* observer_context_ = nullptr;

  std::mutex instances_mutex_;
  std::vector<std::unique_ptr<Instance>> idle_;  // guarded
};

}  // namespace cornu
