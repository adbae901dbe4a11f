#pragma once

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct GroupNormalizationOptions {
  int64_t groups = 32;
  int64_t axis = -1;
  double epsilon = 1e-3;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = "zeros";
  Initializer gamma_initializer = "ones";
  Regularizer beta_regularizer = {};
  Regularizer gamma_regularizer = {};
  Constraint beta_constraint = {};
  Constraint gamma_constraint = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("groups", config.groups, "Parts that the channels fall into; -1: each channel is one.");
    field("axis", config.axis, "The axis of the channels.");
    field("epsilon", config.epsilon, "Added to the variance.");
    field("center", config.center, "Whether a learned beta is added.");
    field("scale", config.scale, "Whether a learned gamma multiplies.");
    field("beta_initializer", config.beta_initializer, "Makes the first beta.");
    field("gamma_initializer", config.gamma_initializer, "Makes the first gamma.");
    field("beta_regularizer", config.beta_regularizer, "Penalty on beta.");
    field("gamma_regularizer", config.gamma_regularizer, "Penalty on gamma.");
    field("beta_constraint", config.beta_constraint, "Keeps beta in a set.");
    field("gamma_constraint", config.gamma_constraint, "Keeps gamma in a set.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Normalises each sample by the mean and variance of groups of its channels.
LayerRef GroupNormalization(GroupNormalizationOptions options = {});

}  // namespace cornu::layers
