#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct BinaryAccuracyOptions {
  CORNU_METRIC_OPTIONS("binary_accuracy");
  double threshold = 0.5;
  static void fields(auto& field, auto& config) {
    field("threshold", config.threshold, "Predictions above it count as 1.");
    metric_fields(field, config);
  }
};

/// How often predictions, cut at a threshold, equal labels.
MetricRef BinaryAccuracy(const BinaryAccuracyOptions& options = {});

}  // namespace cornu::metrics
