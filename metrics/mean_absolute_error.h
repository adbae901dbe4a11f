#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct MeanAbsoluteErrorOptions {
  CORNU_METRIC_OPTIONS("mean_absolute_error");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of absolute differences.
MetricRef MeanAbsoluteError(const MeanAbsoluteErrorOptions& options = {});

}  // namespace cornu::metrics
