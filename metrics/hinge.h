#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct HingeOptions {
  CORNU_METRIC_OPTIONS("hinge");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of max(1 − y_true·y_pred, 0). Labels are −1 and 1, or all of a batch 0 and 1.
MetricRef Hinge(const HingeOptions& options = {});

}  // namespace cornu::metrics
