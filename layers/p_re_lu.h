#pragma once

#include "framework/nn/layer_ref.h"
#include "framework/ops/axes.h"

namespace cornu::layers {

struct PReLUOptions {
  Initializer alpha_initializer = "zeros";
  Regularizer alpha_regularizer = {};
  Constraint alpha_constraint = {};
  Axes shared_axes = {};
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("alpha_initializer", config.alpha_initializer, "Makes the first factors.");
    field("alpha_regularizer", config.alpha_regularizer, "Penalty on the factors.");
    field("alpha_constraint", config.alpha_constraint, "Keeps the factors in a set.");
    field("shared_axes", config.shared_axes,
          "Axes along which one factor serves, the first behind the batch's being 1; null: none.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// x above zero, alpha · x below; alpha is learned, one for each place of a sample, or for each
/// along the axes that are not shared.
LayerRef PReLU(PReLUOptions options = {});

}  // namespace cornu::layers
