#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct PoissonOptions {
  CORNU_LOSS_OPTIONS("poisson");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// The mean of y_pred − y_true · log y_pred.
LossRef Poisson(const PoissonOptions& options = {});

}  // namespace cornu::losses
