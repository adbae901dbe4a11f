#pragma once

#include <map>
#include <string>
#include <vector>

#include "framework/runtime/apply.h"

namespace cornu {

/// Takes down what runs on its thread while it lives as a graph. Ops with an operand in the graph
/// become nodes; all others run at once and enter as constants.
///
/// A variable's first read makes an input of the graph; later reads see what was assigned. In a
/// nested trace (the body of a scan, a branch of a cond) variables, values of the outer trace and
/// values that an outer tape follows become inputs, and `captures` lists what to feed them.
class GraphTracer final : public Tracer, public VariableAccess {
 public:
  enum class Scope : uint8_t { whole, nested };
  explicit GraphTracer(Scope scope = Scope::whole);
  /// Takes down into a graph that somebody else owns, between `enter` and `leave`.
  explicit GraphTracer(Graph& graph);
  ~GraphTracer() override;
  GraphTracer(const GraphTracer&) = delete;
  GraphTracer& operator=(const GraphTracer&) = delete;

  void enter();
  void leave();

  /// An argument of the graph.
  Tensor input(std::string name, Spec spec);

  Tensors trace(const OpDef& def, const Tensors& in, const Attrs& attrs,
                std::span<const Ref<Graph>> subgraphs) override;
  bool follows(const Tensor& value) const override;
  bool enter_phase(Phase phase) override;
  Tensor read(const Variable& variable) override;
  void assign(const Variable& variable, const Tensor& value) override;

  /// The tensor as a value of this graph: a constant, a capture, or itself.
  Value lift(const Tensor& tensor);

  struct Capture {
    Tensor outer;       ///< What the outer trace, or nobody's, value is.
    Node* input;        ///< Its input in this graph.
    Variable variable;  ///< Where a read of a variable made it.
  };
  const std::vector<Capture>& captures() const { return captures_; }
  /// The variables assigned so far, with their latest values, in order of first assignment.
  const std::vector<Graph::Update>& assigned() const { return assigned_; }

  /// The phases of which alone the graph is the program.
  const std::vector<Phase>& phases() const { return phases_; }

  /// Ends the trace: sets the outputs, and outside a nested trace the variables' updates.
  Ref<Graph> finish(const Tensors& outputs);
  Graph& graph() { return graph_; }
  /// Whether a user builds its graph, piece by piece.
  bool lazy() const { return !owned_; }

 private:
  Value capture(const Tensor& outer, const Variable& variable);
  Tensor read_outside(const Variable& variable);

  Ref<Graph> owned_;  // null: somebody else's
  Graph& graph_;
  Scope scope_ = Scope::whole;
  bool active_ = false;
  Tracer* outer_tracer_ = nullptr;
  VariableAccess* outer_access_ = nullptr;
  std::vector<Recorder*> outer_recorders_;
  std::map<TensorId, Value> lifted_;
  Tensors kept_;  // so that no id in lifted_ is reused
  std::map<const Variable::State*, Value> variables_;
  std::vector<Graph::Update> assigned_;
  std::vector<Capture> captures_;
  std::vector<Phase> phases_;
};

/// Runs what it encloses at once, unseen by traces and tapes: making variables, inferring specs.
class OutsideTrace {
 public:
  OutsideTrace();
  ~OutsideTrace();
  OutsideTrace(const OutsideTrace&) = delete;
  OutsideTrace& operator=(const OutsideTrace&) = delete;

 private:
  Tracer* tracer_;
  VariableAccess* access_;
  NoRecording no_recording_;
};

}  // namespace cornu
