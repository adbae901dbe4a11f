#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct TopKCategoricalAccuracyOptions {
  int64_t k = 5;
  CORNU_METRIC_OPTIONS("top_k_categorical_accuracy");
  static void fields(auto& field, auto& config) {
    field("k", config.k, "How many of the largest predictions count.");
    metric_fields(field, config);
  }
};

/// How often the one-hot label is among the k largest predictions.
MetricRef TopKCategoricalAccuracy(const TopKCategoricalAccuracyOptions& options = {});

}  // namespace cornu::metrics
