#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/operand.h"

namespace cornu {

namespace layers {

/// The options of a layer that merges its inputs: those of every layer.
struct MergeOptions {
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) { CORNU_LAYER_FIELDS(field, config); }
};

}  // namespace layers

/// Base of layers that make one tensor of several, element by element. The inputs broadcast, but
/// for their batches; those with fewer axes get new ones behind the batch's.
class Merge : public Layer<layers::MergeOptions> {
 public:
  using Layer::Layer;
  void build_many(const Shapes& inputs) override;
  Tensors call_many(const Tensors& inputs, const CallContext& context) override;
  TensorStruct call_struct(const TensorStruct& inputs, const CallContext& context) override;
  bool supports_masking() const override { return true; }
  /// A step counts where any input says so; none is masked where an input has no mask.
  Tensors compute_mask(const Tensors& inputs, const Tensors& masks) override;

 protected:
  /// Of inputs with equally many axes; `masks` has as many too, and broadcasts to its input, or is
  /// undefined.
  virtual Tensor merge(const Tensors& inputs, const Tensors& masks) const = 0;

  using Function = Tensor (*)(const Operand&, const Operand&);
  static Tensor fold(Function function, const Tensors& inputs);
  /// Where an input is masked, the others decide.
  static Tensor fold(Function function, const Tensors& inputs, const Tensors& masks);
};

}  // namespace cornu
