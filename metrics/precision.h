#pragma once

#include "framework/nn/metric.h"
#include "metrics/numbers.h"

namespace cornu::metrics {

struct PrecisionOptions {
  Numbers thresholds = {};
  std::optional<int64_t> top_k = {};
  std::optional<int64_t> class_id = {};
  CORNU_METRIC_OPTIONS("");
  static void fields(auto& field, auto& config) {
    field("thresholds", config.thresholds,
          "A number or a list in [0, 1]; predictions strictly above count as positive. Null: 0.5.");
    field("top_k", config.top_k,
          "Only so many largest predictions of each sample can be positive; null: all.");
    field("class_id", config.class_id,
          "The only class, an index of the last axis, that counts; null: all.");
    metric_fields(field, config);
  }
};

/// True positives / positive predictions, at each threshold.
MetricRef Precision(const PrecisionOptions& options = {});

}  // namespace cornu::metrics
