#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct MeanSquaredErrorOptions {
  CORNU_LOSS_OPTIONS("mean_squared_error");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// The mean of squared differences.
LossRef MeanSquaredError(const MeanSquaredErrorOptions& options = {});

}  // namespace cornu::losses
