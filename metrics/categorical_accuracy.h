#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct CategoricalAccuracyOptions {
  CORNU_METRIC_OPTIONS("categorical_accuracy");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// How often the largest prediction is the one-hot label.
MetricRef CategoricalAccuracy(const CategoricalAccuracyOptions& options = {});

}  // namespace cornu::metrics
