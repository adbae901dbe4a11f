#pragma once

#include "metrics/overlap.h"

namespace cornu::metrics {

struct OneHotMeanIoUOptions {
  int64_t num_classes = 0;
  CORNU_METRIC_OPTIONS("");
  std::optional<int64_t> ignore_class = {};
  bool sparse_y_pred = false;
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("num_classes", config.num_classes, "How many classes there are.");
    metric_fields(field, config);
    overlap_fields(field, config);
  }
};

/// MeanIoU of one-hot labels, and of scores or, if said, class indices as predictions.
MetricRef OneHotMeanIoU(int64_t num_classes, OneHotMeanIoUOptions options = {});

}  // namespace cornu::metrics
