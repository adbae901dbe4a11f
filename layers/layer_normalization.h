#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/axes.h"

namespace cornu::layers {

struct LayerNormalizationOptions {
  Axes axis = -1;
  double epsilon = 1e-3;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = "zeros";
  Initializer gamma_initializer = "ones";
  Regularizer beta_regularizer = {};
  Regularizer gamma_regularizer = {};
  Constraint beta_constraint = {};
  Constraint gamma_constraint = {};
  bool rms_scaling = false;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis, or axes, normalised together.");
    field("epsilon", config.epsilon, "Added to the variance.");
    field("center", config.center, "Whether a learned beta is added.");
    field("scale", config.scale, "Whether a learned gamma multiplies.");
    field("beta_initializer", config.beta_initializer, "Makes the first beta.");
    field("gamma_initializer", config.gamma_initializer, "Makes the first gamma.");
    field("beta_regularizer", config.beta_regularizer, "Penalty on beta.");
    field("gamma_regularizer", config.gamma_regularizer, "Penalty on gamma.");
    field("beta_constraint", config.beta_constraint, "Keeps beta in a set.");
    field("gamma_constraint", config.gamma_constraint, "Keeps gamma in a set.");
    field("rms_scaling", config.rms_scaling,
          "Only divides by the deviation and scales; deprecated in Keras.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Normalises each sample by its own mean and variance along axes; gamma and beta have the elements
/// of those axes.
LayerRef LayerNormalization(LayerNormalizationOptions options = {});

}  // namespace cornu::layers
