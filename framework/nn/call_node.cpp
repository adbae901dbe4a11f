#include "framework/nn/call_node.h"

#include "framework/autodiff/differentiable.h"
#include "framework/base/error.h"
#include "framework/nn/auto_name.h"
#include "framework/runtime/messages.h"
#include "framework/runtime/place.h"
#include "framework/runtime/process.h"
#include "framework/runtime/process_state.h"
#include "framework/runtime/tracer.h"

namespace cornu {

namespace {

/// Replaces every symbolic tensor by an input of the trace with the same spec.
CallArguments stand_ins(GraphTracer& tracer, const CallArguments& arguments) {
  CallArguments copy = arguments;
  int count = 0;
  copy.each_tensor([&](Tensor& tensor) {
    if (!tensor.is_symbolic()) return;
    const Tensor mask = tensor.mask();
    const auto input = [&](Spec spec) {
      spec.device = default_device();  // where the weights are
      return tracer.input(concat("x", count++), std::move(spec));
    };
    tensor = input(tensor.spec());
    if (mask.defined()) tensor = tensor.with_mask(input(mask.spec()));
  });
  return copy;
}

std::vector<Spec> specs_of(const Tensors& tensors) {
  std::vector<Spec> specs;
  for (const Tensor& tensor : tensors) specs.push_back(tensor.spec());
  return specs;
}

void warn_of_ops_without_gradient(const std::string& what, GraphTracer& tracer,
                                  const Tensors& outputs) {
  for (const std::string& op : ops_without_gradient(*tracer.finish(outputs)))
    warn(concat(what, " cannot be trained through: it uses an op without gradient, ", op, "."));
}

}  // namespace

CallNode::CallNode() : serial(++process_state().calls_recorded) {}

// A chain of calls as long as a hostile file makes it would otherwise be freed by recursion.
CallNode::~CallNode() {
  thread_local Tensors* doomed = nullptr;
  Tensors own;
  arguments.each_tensor([&](Tensor& tensor) { own.push_back(std::move(tensor)); });
  if (doomed) {
    doomed->insert(doomed->end(), own.begin(), own.end());
    return;
  }
  doomed = &own;
  while (!own.empty()) {
    const Tensor last = std::move(own.back());
    own.pop_back();
  }
  doomed = nullptr;
}

Tensors CallNode::inputs() const {
  Tensors found;
  CallArguments copy = arguments;
  copy.each_tensor([&](Tensor& tensor) {
    if (tensor.is_symbolic()) found.push_back(tensor);
  });
  return found;
}

Tensor CallNode::output(int index) {
  return Tensor::symbolic(outputs.at(static_cast<size_t>(index)), Ref<RefCounted>(this), index);
}

Tensors CallNode::run(const CallArguments& actual, const CallContext& context) const {
  if (!layer) {
    const PlaceScope place(op_name);
    try {
      return op->call(*op, actual, config);
    } catch (Error& error) {
      error.add_place(concat("in op ", quote(op_name), " (", op->class_name, ")"));
      throw;
    }
  }
  TensorStruct inputs;
  CallOptions options;
  read_arguments(actual, inputs, options);
  options.training = context.training;  // what a symbolic call recorded holds nobody back
  return layer->invoke(inputs, options, context).flat();
}

CallNode& call_of(const Tensor& symbolic) {
  CORNU_CHECK(symbolic.is_symbolic(), "not a symbolic tensor");
  return *static_cast<CallNode*>(symbolic.owner());
}

TensorStruct record_layer_call(LayerBase& layer, const TensorStruct& inputs,
                               const CallOptions& options) {
  for (const Tensor& tensor : inputs.flat())
    if (!tensor.is_symbolic())
      fail<ValueError>(layer.describe(),
                       " is called with symbolic tensors and others: ", tensor.spec(),
                       ".\n  hint: a constant needs no layer; add it with ops.");
  auto node = make_ref<CallNode>();
  node->layer = layer.shared_from_this();
  node->arguments = arguments_of(inputs, options);
  TensorStruct made;
  {
    const OutsideTrace outside;
    GraphTracer tracer;
    TensorStruct actual;
    CallOptions actual_options;
    read_arguments(stand_ins(tracer, node->arguments), actual, actual_options);
    made = layer.invoke(actual, actual_options);
    node->outputs = specs_of(made.flat());
    warn_of_ops_without_gradient(layer.describe(), tracer, made.flat());
  }
  Tensors outputs, masks;
  for (size_t i = 0; i < node->outputs.size(); ++i)
    outputs.push_back(node->output(static_cast<int>(i)));
  // Masks are part of the graph: the same rules, on symbolic tensors.
  if (layer.supports_masking()) {
    for (const Tensor& tensor : inputs.flat()) masks.push_back(tensor.mask());
    if (options.mask.defined()) masks[0] = options.mask;
    masks = layer.compute_mask(inputs.flat(), masks);
    for (size_t i = 0; i < masks.size() && i < outputs.size(); ++i)
      outputs[i] = outputs[i].with_mask(masks[i]);
  }
  return made.with(std::move(outputs));
}

Tensors record_symbolic_call(const PublicOp& op, CallArguments arguments, const Attrs& config) {
  return record_op_call(op, std::move(arguments), config, {});
}

Tensors record_op_call(const PublicOp& op, CallArguments arguments, const Attrs& config,
                       std::string name) {
  auto node = make_ref<CallNode>();
  node->op = &op;
  node->config = config;
  node->arguments = std::move(arguments);
  node->op_name = name.empty() ? auto_name(op.class_name) : std::move(name);
  {
    const OutsideTrace outside;
    GraphTracer tracer;
    const Tensors made = op.call(op, stand_ins(tracer, node->arguments), config);
    node->outputs = specs_of(made);
    warn_of_ops_without_gradient(concat("op ", quote(node->op_name)), tracer, made);
  }
  Tensors outputs;
  for (size_t i = 0; i < node->outputs.size(); ++i)
    outputs.push_back(node->output(static_cast<int>(i)));
  return outputs;
}

}  // namespace cornu
