#pragma once

#include "metrics/overlap.h"

namespace cornu::metrics {

struct BinaryIoUOptions {
  std::vector<int64_t> target_class_ids = {0, 1};
  double threshold = 0.5;
  CORNU_METRIC_OPTIONS("");
  static void fields(auto& field, auto& config) {
    field("target_class_ids", config.target_class_ids,
          "The classes, of 0 and 1, whose mean it is.");
    field("threshold", config.threshold, "Predictions from it on are of class 1.");
    metric_fields(field, config);
  }
};

/// IoU of labels 0 and 1, and of predictions cut at a threshold.
MetricRef BinaryIoU(const BinaryIoUOptions& options = {});

}  // namespace cornu::metrics
