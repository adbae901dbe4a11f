#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct RootMeanSquaredErrorOptions {
  CORNU_METRIC_OPTIONS("root_mean_squared_error");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The root of the mean of squared differences, over all samples.
MetricRef RootMeanSquaredError(const RootMeanSquaredErrorOptions& options = {});

}  // namespace cornu::metrics
