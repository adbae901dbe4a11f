#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct LSTMCellOptions {
  int64_t units = 0;
  cornu::Activation activation = "tanh";
  cornu::Activation recurrent_activation = "sigmoid";
  bool use_bias = true;
  Initializer kernel_initializer = "glorot_uniform";
  Initializer recurrent_initializer = "orthogonal";
  Initializer bias_initializer = "zeros";
  bool unit_forget_bias = true;
  Regularizer kernel_regularizer = {};
  Regularizer recurrent_regularizer = {};
  Regularizer bias_regularizer = {};
  Constraint kernel_constraint = {};
  Constraint recurrent_constraint = {};
  Constraint bias_constraint = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("units", config.units, "Size of the state; at least 1.");
    field("activation", config.activation, "Of the candidate and of the cell's state.");
    field("recurrent_activation", config.recurrent_activation, "Of the gates.");
    field("use_bias", config.use_bias, "Whether a learned bias is added.");
    field("kernel_initializer", config.kernel_initializer, "Makes the inputs' first kernel.");
    field("recurrent_initializer", config.recurrent_initializer, "Makes the state's first kernel.");
    field("bias_initializer", config.bias_initializer, "Makes the first bias.");
    field("unit_forget_bias", config.unit_forget_bias, "Starts the forget gate's bias at 1.");
    field("kernel_regularizer", config.kernel_regularizer, "Penalty on the inputs' kernel.");
    field("recurrent_regularizer", config.recurrent_regularizer, "Penalty on the state's kernel.");
    field("bias_regularizer", config.bias_regularizer, "Penalty on the bias.");
    field("kernel_constraint", config.kernel_constraint, "Keeps the inputs' kernel in a set.");
    field("recurrent_constraint", config.recurrent_constraint,
          "Keeps the state's kernel in a set.");
    field("bias_constraint", config.bias_constraint, "Keeps the bias in a set.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// One step of an LSTM: {x [batch, features], h, c [batch, units]} → {h, h, c}. The four gates lie
/// side by side in kernels and bias: input, forget, candidate, output.
LayerRef LSTMCell(int64_t units, LSTMCellOptions options = {});

}  // namespace cornu::layers

namespace cornu {

class LSTMCell final : public Layer<layers::LSTMCellOptions> {
 public:
  explicit LSTMCell(layers::LSTMCellOptions options = {});
  void build_many(const Shapes& inputs) override;
  Tensors call_many(const Tensors& inputs, const CallContext& context) override;

  /// The inputs' share of the gates, of one step or of all at once.
  Tensor project(const Tensor& x) const;
  /// The next {h, c} from that share and the state. `kept`: for each gate a factor of h [batch,
  /// units], 0 where it is dropped; or none.
  Tensors step(const Tensor& projected, const Tensor& h, const Tensor& c,
               const Tensors& kept = {}) const;

 private:
  Tensor recur(const Tensor& h, const Tensors& kept) const;

  Variable kernel_, recurrent_, bias_;
};

}  // namespace cornu
