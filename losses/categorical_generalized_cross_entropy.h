#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct CategoricalGeneralizedCrossEntropyOptions {
  double q = 0.5;
  CORNU_LOSS_OPTIONS("categorical_generalized_cross_entropy");
  static void fields(auto& field, auto& config) {
    field("q", config.q, "In (0, 1): near 0 it is the cross entropy, near 1 the absolute error.");
    loss_fields(field, config);
  }
};

/// Zhang and Sabuncu, 2018: (1 − p[label]^q) / q.
LossRef CategoricalGeneralizedCrossEntropy(
    const CategoricalGeneralizedCrossEntropyOptions& options = {});

}  // namespace cornu::losses
