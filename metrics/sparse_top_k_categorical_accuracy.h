#pragma once

#include "framework/nn/metric.h"

namespace cornu::metrics {

struct SparseTopKCategoricalAccuracyOptions {
  int64_t k = 5;
  CORNU_METRIC_OPTIONS("sparse_top_k_categorical_accuracy");
  bool from_sorted_ids = false;
  static void fields(auto& field, auto& config) {
    field("k", config.k, "How many of the largest predictions count.");
    field("from_sorted_ids", config.from_sorted_ids,
          "Whether predictions are class indices, best first.");
    metric_fields(field, config);
  }
};

/// How often the label is among the k largest predictions.
MetricRef SparseTopKCategoricalAccuracy(const SparseTopKCategoricalAccuracyOptions& options = {});

}  // namespace cornu::metrics
