#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct DenseOptions {
  int64_t units = 0;
  cornu::Activation activation = {};
  bool use_bias = true;
  Initializer kernel_initializer = "glorot_uniform";
  Initializer bias_initializer = "zeros";
  Regularizer kernel_regularizer = {};
  Regularizer bias_regularizer = {};
  Regularizer activity_regularizer = {};
  Constraint kernel_constraint = {};
  Constraint bias_constraint = {};
  std::optional<int64_t> lora_rank = {};
  std::optional<int64_t> lora_alpha = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("units", config.units, "Size of the last axis of the output; at least 1.", required);
    field("activation", config.activation, "Applied to the result.");
    field("use_bias", config.use_bias, "Whether a learned bias is added.");
    field("kernel_initializer", config.kernel_initializer, "Makes the first kernel.");
    field("bias_initializer", config.bias_initializer, "Makes the first bias.");
    field("kernel_regularizer", config.kernel_regularizer, "Penalty on the kernel.");
    field("bias_regularizer", config.bias_regularizer, "Penalty on the bias.");
    field("activity_regularizer", config.activity_regularizer, "Penalty on the output.");
    field("kernel_constraint", config.kernel_constraint, "Keeps the kernel in a set.");
    field("bias_constraint", config.bias_constraint, "Keeps the bias in a set.");
    field("lora_rank", config.lora_rank, "Trains a low-rank change in place of the kernel.");
    field("lora_alpha", config.lora_alpha, "Times 1 / lora_rank: factor of that change.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// A fully connected layer: activation(x · kernel + bias); x [batch, …, features] → [batch, …,
/// units].
LayerRef Dense(int64_t units, DenseOptions options = {});

}  // namespace cornu::layers
