#pragma once

#include <map>

#include "framework/nn/layer_ref.h"

namespace cornu::layers {

struct BatchNormalizationOptions {
  int64_t axis = -1;
  double momentum = 0.99;
  double epsilon = 1e-3;
  bool center = true;
  bool scale = true;
  Initializer beta_initializer = "zeros";
  Initializer gamma_initializer = "ones";
  Initializer moving_mean_initializer = "zeros";
  Initializer moving_variance_initializer = "ones";
  Regularizer beta_regularizer = {};
  Regularizer gamma_regularizer = {};
  Constraint beta_constraint = {};
  Constraint gamma_constraint = {};
  bool renorm = false;
  std::optional<std::map<std::string, double>> renorm_clipping = {};
  double renorm_momentum = 0.99;
  bool synchronized = false;
  CORNU_LAYER_OPTIONS;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis of the channels, which are normalised one by one.");
    field("momentum", config.momentum, "Share of the old value in the moving statistics.");
    field("epsilon", config.epsilon, "Added to the variance.");
    field("center", config.center, "Whether a learned beta is added.");
    field("scale", config.scale, "Whether a learned gamma multiplies.");
    field("beta_initializer", config.beta_initializer, "Makes the first beta.");
    field("gamma_initializer", config.gamma_initializer, "Makes the first gamma.");
    field("moving_mean_initializer", config.moving_mean_initializer, "Makes the first mean.");
    field("moving_variance_initializer", config.moving_variance_initializer,
          "Makes the first variance.");
    field("beta_regularizer", config.beta_regularizer, "Penalty on beta.");
    field("gamma_regularizer", config.gamma_regularizer, "Penalty on gamma.");
    field("beta_constraint", config.beta_constraint, "Keeps beta in a set.");
    field("gamma_constraint", config.gamma_constraint, "Keeps gamma in a set.");
    field("renorm", config.renorm,
          "Batch renormalization: training corrected to the moving statistics.");
    field("renorm_clipping", config.renorm_clipping, "Bounds of the correction: rmin, rmax, dmax.");
    field("renorm_momentum", config.renorm_momentum, "Momentum of the statistics that correct.");
    field("synchronized", config.synchronized,
          "Statistics over all replicas; the same where there is one, as here.");
    CORNU_LAYER_FIELDS(field, config);
  }
};

/// Normalises each channel: in training by the batch's statistics, which the moving ones follow;
/// in inference, and while it is frozen, by the moving ones.
LayerRef BatchNormalization(BatchNormalizationOptions options = {});

}  // namespace cornu::layers
