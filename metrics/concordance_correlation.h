#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct ConcordanceCorrelationOptions {
  CORNU_METRIC_OPTIONS("concordance_correlation");
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("axis", config.axis, "The axis of the vectors.");
    metric_fields(field, config);
  }
};

/// Lin's concordance correlation of labels and predictions along an axis.
MetricRef ConcordanceCorrelation(const ConcordanceCorrelationOptions& options = {});

}  // namespace cornu::metrics
