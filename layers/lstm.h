#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct LSTMOptions {
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
  Regularizer activity_regularizer = {};
  Constraint kernel_constraint = {};
  Constraint recurrent_constraint = {};
  Constraint bias_constraint = {};
  double dropout = 0;
  double recurrent_dropout = 0;
  std::optional<int64_t> seed = {};
  bool return_sequences = false;
  bool return_state = false;
  bool go_backwards = false;
  bool stateful = false;
  bool unroll = false;
  bool zero_output_for_mask = false;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("units", config.units, "Size of the output; at least 1.", required);
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
    field("activity_regularizer", config.activity_regularizer, "Penalty on the output.");
    field("kernel_constraint", config.kernel_constraint, "Keeps the inputs' kernel in a set.");
    field("recurrent_constraint", config.recurrent_constraint,
          "Keeps the state's kernel in a set.");
    field("bias_constraint", config.bias_constraint, "Keeps the bias in a set.");
    field("dropout", config.dropout, "Share of the inputs' features dropped in training.");
    field("recurrent_dropout", config.recurrent_dropout, "Share of the state dropped in training.");
    field("seed", config.seed, "Makes what is dropped reproducible.");
    field("return_sequences", config.return_sequences,
          "The output of every step, not of the last.");
    field("return_state", config.return_state, "Also the last h and c.");
    field("go_backwards", config.go_backwards, "Runs, and returns, the steps in reversed order.");
    field("stateful", config.stateful, "Starts each batch from the state after the last.");
    field("unroll", config.unroll, "Writes the steps out one by one instead of a loop.");
    field("zero_output_for_mask", config.zero_output_for_mask,
          "Masked steps output 0, not what the step before did.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Long short-term memory (Hochreiter and Schmidhuber, 1997): x [batch, time, features] → the last
/// output [batch, units], or all [batch, time, units]; with return_state also h and c. Masked steps
/// leave the state as it is.
LayerRef LSTM(int64_t units, LSTMOptions options = {});

}  // namespace cornu::layers
