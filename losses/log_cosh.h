#pragma once

#include "framework/nn/loss.h"

namespace cornu::losses {

struct LogCoshOptions {
  CORNU_LOSS_OPTIONS("log_cosh");
  static void fields(auto& field, auto& config) { loss_fields(field, config); }
};

/// The mean of log cosh(y_pred − y_true).
LossRef LogCosh(const LogCoshOptions& options = {});

}  // namespace cornu::losses
