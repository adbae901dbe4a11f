#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct KLDivergenceOptions {
  CORNU_LOSS_OPTIONS("kl_divergence");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// Σ y_true · log(y_true / y_pred).
LossRef KLDivergence(const KLDivergenceOptions& options = {});

}  // namespace cornu::losses
