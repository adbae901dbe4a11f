#pragma once

#include "framework/nn/metric.h"
#include "metrics/numbers.h"

namespace cornu::metrics {

struct TruePositivesOptions {
  Numbers thresholds = {};
  CORNU_METRIC_OPTIONS("");
  static void fields(auto& field, auto& config) {
    field("thresholds", config.thresholds,
          "A number or a list in [0, 1]; predictions strictly above count as positive. Null: 0.5.");
    metric_fields(field, config);
  }
};

/// How many positive labels were found, at each threshold: the sum of weights where there are any.
MetricRef TruePositives(const TruePositivesOptions& options = {});

}  // namespace cornu::metrics
