#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct SquaredHingeOptions {
  CORNU_METRIC_OPTIONS("squared_hinge");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of max(1 − y_true·y_pred, 0)². Labels are −1 and 1, or all of a batch 0 and 1.
MetricRef SquaredHinge(const SquaredHingeOptions& options = {});

}  // namespace cornu::metrics
