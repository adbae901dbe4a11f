#pragma once

#include <optional>

#include "framework/tensor/tensor_struct.h"

namespace cornu {

/// What a caller may say beside the inputs: `layer(x, {.training = true})`.
struct CallOptions {
  std::optional<bool> training = {};
  Tensor mask = {};
  TensorStruct initial_state = {};
};

/// What a layer sees while it is called. Passed on to a sublayer it hands down training and the
/// place where losses go, not the arguments that were this layer's own.
class CallContext {
 public:
  explicit CallContext(bool is_training = false, Tensors* losses = nullptr)
      : training(is_training), losses_(losses) {}
  /// Of a call with these options, within `this`.
  CallContext inner(const CallOptions& options) const {
    CallContext context(options.training.value_or(training), losses_);
    context.mask_ = options.mask;
    context.initial_state_ = options.initial_state;
    return context;
  }

  const bool training;
  /// The mask of the first input: the argument, or what travels with the tensor; may be undefined.
  const Tensor& mask() const { return mask_; }
  const TensorStruct& initial_state() const { return initial_state_; }
  /// Adds a scalar to the loss of the model that is being trained.
  void add_loss(const Tensor& loss) const {
    if (losses_) losses_->push_back(loss);
  }

 private:
  friend class LayerBase;
  Tensors* losses_;
  Tensor mask_;
  TensorStruct initial_state_;
};

}  // namespace cornu
