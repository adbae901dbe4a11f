#pragma once

#include "metrics/overlap.h"

namespace cornu::metrics {

struct MeanIoUOptions {
  int64_t num_classes = 0;
  CORNU_METRIC_OPTIONS("");
  std::optional<int64_t> ignore_class = {};
  bool sparse_y_true = true;
  bool sparse_y_pred = true;
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("num_classes", config.num_classes, "How many classes there are.");
    metric_fields(field, config);
    overlap_fields(field, config);
  }
};

/// The mean over all classes of places where labels and predictions both are of the class by places
/// where either is.
MetricRef MeanIoU(int64_t num_classes, MeanIoUOptions options = {});

}  // namespace cornu::metrics
