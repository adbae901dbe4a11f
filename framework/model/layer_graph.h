#pragma once

#include <map>
#include <vector>

#include "framework/nn/call_node.h"
#include "framework/nn/layer_ref.h"

namespace cornu {

/// The calls between a functional model's inputs and outputs, in an order of execution, and Keras's
/// order of the layers and ops that were called.
class LayerGraph {
 public:
  /// A layer with all its calls within this graph, or one call of an op.
  struct Operation {
    LayerRef layer;                      ///< Empty for an op.
    std::vector<const CallNode*> calls;  ///< In the order they were made.
    const std::string& name() const { return calls[0]->name(); }
  };

  LayerGraph() = default;
  /// ValueError where an output does not follow from the inputs, or two operations share a name.
  LayerGraph(const TensorStruct& inputs, const TensorStruct& outputs);

  const TensorStruct& inputs() const { return inputs_; }
  const TensorStruct& outputs() const { return outputs_; }
  /// By depth, those farthest from the outputs first.
  const std::vector<Operation>& operations() const { return operations_; }
  /// How often its operation was called in this graph before.
  int call_index(const CallNode& node) const;

  /// Runs the calls on the inputs' values, flattened; returns the outputs', flattened.
  Tensors run(const Tensors& inputs, const CallContext& context) const;

 private:
  struct Step {
    Ref<CallNode> node;
    std::vector<int> slots;  // of the argument's tensors in turn; -1: a constant
    int first_output;
  };
  struct Search;
  void order_operations(const Search& search);
  void plan();
  int slot_of(const Tensor& tensor) const;

  TensorStruct inputs_, outputs_;
  std::vector<Ref<CallNode>> nodes_;  // each after those it needs
  std::vector<Operation> operations_;
  std::vector<Step> steps_;
  std::map<TensorId, int> slots_;
  int slot_count_ = 0;
};

}  // namespace cornu
