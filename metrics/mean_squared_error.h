#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct MeanSquaredErrorOptions {
  CORNU_METRIC_OPTIONS("mean_squared_error");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of squared differences.
MetricRef MeanSquaredError(const MeanSquaredErrorOptions& options = {});

}  // namespace cornu::metrics
