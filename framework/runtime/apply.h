#pragma once

#include <span>
#include <vector>

#include "framework/runtime/eager_call.h"
#include "framework/runtime/phase.h"

namespace cornu {

/// Sees every op that runs on its thread: gradient tapes.
class Recorder {
 public:
  virtual ~Recorder() = default;
  virtual void on_op(const OpDef& def, TensorRefs in, std::span<const Tensor> out,
                     const Attrs& attrs, std::span<const Ref<Graph>> subgraphs) = 0;
  virtual void on_read(const Variable& variable, const Tensor& value) = 0;
  /// Whether gradients may flow to this value.
  virtual bool tracks(const Tensor& value) const = 0;
};

/// The recorders of this thread, outermost first.
std::vector<Recorder*>& recorders();

/// Suspends the recorders of this thread while it lives.
class NoRecording {
 public:
  NoRecording();
  ~NoRecording();

 private:
  std::vector<Recorder*> saved_;
};

/// Takes ops with operands in a graph: the tracer of this thread, or null.
class Tracer {
 public:
  virtual ~Tracer() = default;
  virtual Tensors trace(const OpDef& def, const Tensors& in, const Attrs& attrs,
                        std::span<const Ref<Graph>> subgraphs) = 0;
  /// Whether a tape outside follows a concrete value, so that what is made of it belongs into the
  /// graph.
  virtual bool follows(const Tensor& value) const = 0;
  /// Makes the graph that of one phase; false where it must do for all.
  virtual bool enter_phase(Phase phase) = 0;
  static Tracer*& current();
};

/// Runs an op: into the graph where an operand is a graph's value, else at once. Tells recorders.
/// Errors of users come from the op's `infer`, before any kernel.
Tensors apply(const OpDef& def, Tensors in, Attrs attrs = {},
              std::span<const Ref<Graph>> subgraphs = {});
/// The same, of an op with one output.
Tensor apply_one(const OpDef& def, Tensors in, Attrs attrs = {});
/// Of an op with one output and no auxiliary ones; does not copy its operands where it runs at
/// once.
Tensor apply_one(const OpDef& def, TensorRefs in, const Attrs& attrs = {});

/// Reads a variable, telling recorders.
Tensor read(const Variable& variable);

}  // namespace cornu
