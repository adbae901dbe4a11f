#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct MeanAbsoluteErrorOptions {
  CORNU_LOSS_OPTIONS("mean_absolute_error");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// The mean of absolute differences.
LossRef MeanAbsoluteError(const MeanAbsoluteErrorOptions& options = {});

}  // namespace cornu::losses
