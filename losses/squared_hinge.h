#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct SquaredHingeOptions {
  CORNU_LOSS_OPTIONS("squared_hinge");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// The mean of max(1 − y_true·y_pred, 0)². Labels are −1 and 1, or all of a batch 0 and 1.
LossRef SquaredHinge(const SquaredHingeOptions& options = {});

}  // namespace cornu::losses
