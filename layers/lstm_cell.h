#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/random.h"

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
  double dropout = 0;
  double recurrent_dropout = 0;
  std::optional<int64_t> seed = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("units", config.units, "Size of the state; at least 1.", required);
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
    field("dropout", config.dropout, "Share of the inputs' features dropped in training.");
    field("recurrent_dropout", config.recurrent_dropout, "Share of the state dropped in training.");
    field("seed", config.seed, "Makes what is dropped reproducible.");
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
  Variables own_states() const override {
    return generator_ ? Variables{generator_->state()} : Variables();
  }

  /// Factors of inputs and of h, 0 where they are dropped: none, one, or one for each gate.
  struct Kept {
    Tensors inputs, state;
  };
  /// Draws them for x, [batch, features] or [batch, time, features], the same at every step; none
  /// but in training. With recurrent dropout each gate has its own.
  Kept draw(bool training, const Tensor& x) const;
  /// The inputs' share of the gates, of one step or of all at once.
  Tensor project(const Tensor& x, const Tensors& kept) const;
  /// The next {h, c} from that share and the state.
  Tensors step(const Tensor& projected, const Tensor& h, const Tensor& c,
               const Tensors& kept) const;

 private:
  /// x times the kernel, gate by gate where each keeps something else of x.
  Tensor multiply(const Tensor& x, const Variable& kernel, const Tensors& kept) const;

  Variable kernel_, recurrent_, bias_;
  std::optional<SeedGenerator> generator_;  // its state is no weight, and in no file
};

}  // namespace cornu
