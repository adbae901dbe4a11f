#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct ActivationOptions {
  cornu::Activation activation = {};
  Regularizer activity_regularizer = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("activation", config.activation, "The function that is applied.", required);
    field("activity_regularizer", config.activity_regularizer, "Penalty on the output.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Applies an activation function.
LayerRef Activation(cornu::Activation activation, ActivationOptions options = {});

}  // namespace cornu::layers
