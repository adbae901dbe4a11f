#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct AccuracyOptions {
  CORNU_METRIC_OPTIONS("accuracy");
  static void fields(auto& field, auto& config) { metric_fields(field, config); }
};

/// How often predictions equal labels.
MetricRef Accuracy(const AccuracyOptions& options = {});

}  // namespace cornu::metrics
