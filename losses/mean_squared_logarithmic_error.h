#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct MeanSquaredLogarithmicErrorOptions {
  CORNU_LOSS_OPTIONS("mean_squared_logarithmic_error");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// The mean of (log(1 + y_pred) − log(1 + y_true))².
LossRef MeanSquaredLogarithmicError(const MeanSquaredLogarithmicErrorOptions& options = {});

}  // namespace cornu::losses
