#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct HuberOptions {
  double delta = 1;
  CORNU_LOSS_OPTIONS("huber_loss");
  static void fields(auto& field, auto& config) {
    field("delta", config.delta, "Where it turns from squared to absolute.");
    loss_fields(field, config);
  }
};

/// Squared near zero, absolute far from it.
LossRef Huber(const HuberOptions& options = {});

}  // namespace cornu::losses
