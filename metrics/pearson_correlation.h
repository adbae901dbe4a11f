#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct PearsonCorrelationOptions {
  CORNU_METRIC_OPTIONS("pearson_correlation");
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis of the vectors.");
    metric_fields(field, config);
  }
};

/// Pearson's correlation of labels and predictions along an axis.
MetricRef PearsonCorrelation(const PearsonCorrelationOptions& options = {});

}  // namespace cornu::metrics
