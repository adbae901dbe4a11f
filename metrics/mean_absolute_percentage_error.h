#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct MeanAbsolutePercentageErrorOptions {
  CORNU_METRIC_OPTIONS("mean_absolute_percentage_error");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// The mean of differences in percent of the labels.
MetricRef MeanAbsolutePercentageError(const MeanAbsolutePercentageErrorOptions& options = {});

}  // namespace cornu::metrics
