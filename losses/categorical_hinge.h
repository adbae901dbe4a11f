#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct CategoricalHingeOptions {
  CORNU_LOSS_OPTIONS("categorical_hinge");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// max(the best other class − the label's + 1, 0) of one-hot labels.
LossRef CategoricalHinge(const CategoricalHingeOptions& options = {});

}  // namespace cornu::losses
