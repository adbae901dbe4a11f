#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct MeanAbsolutePercentageErrorOptions {
  CORNU_LOSS_OPTIONS("mean_absolute_percentage_error");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// The mean of differences in percent of the labels.
LossRef MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorOptions& options = {});

}  // namespace cornu::losses
