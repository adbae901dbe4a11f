#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct SparseCategoricalAccuracyOptions {
  CORNU_METRIC_OPTIONS("sparse_categorical_accuracy");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// How often the largest prediction is the label.
MetricRef SparseCategoricalAccuracy(const SparseCategoricalAccuracyOptions& options = {});

}  // namespace cornu::metrics
