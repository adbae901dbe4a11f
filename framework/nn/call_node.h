#pragma once

#include <memory>
#include <string>
#include <vector>

#include "framework/nn/layer.h"
#include "framework/ops/public.h"

namespace cornu {

/// One call on symbolic tensors, of a layer or of a public op: a node of the layer-level graph, as
/// Keras's files keep it. Its symbolic tensors own it.
class CallNode final : public RefCounted {
 public:
  std::shared_ptr<LayerBase> layer;  ///< Null for an op.
  const PublicOp* op = nullptr;
  Attrs config;         ///< Of the op.
  std::string op_name;  ///< "multiply_1"
  CallArguments arguments;
  std::vector<Spec> outputs;
  const uint64_t serial;  ///< Grows with each call recorded in the process.

  CallNode();
  ~CallNode() override;
  const std::string& name() const { return layer ? layer->name() : op_name; }
  std::string class_name() const {
    return layer ? layer->class_name() : std::string(op->class_name);
  }
  bool is_input() const { return arguments.args.empty() && !op; }
  /// The symbolic tensors among the arguments, in order.
  Tensors inputs() const;
  /// The symbolic tensor of an output.
  Tensor output(int index);
  /// Runs the call on other tensors in place of the arguments' own.
  Tensors run(const CallArguments& actual, const CallContext& context) const;
};

/// The call that made a symbolic tensor.
CallNode& call_of(const Tensor& symbolic);

/// Records a call of `layer`; called by LayerBase::invoke.
TensorStruct record_layer_call(LayerBase& layer, const TensorStruct& inputs,
                               const CallOptions& options);

/// Records a call of `op` under this name; an empty one is made up.
Tensors record_op_call(const PublicOp& op, CallArguments arguments, const Attrs& config,
                       std::string name);

/// A call's arguments as files hold them, and back.
CallArguments arguments_of(const TensorStruct& inputs, const CallOptions& options);
void read_arguments(const CallArguments& arguments, TensorStruct& inputs, CallOptions& options);

}  // namespace cornu
