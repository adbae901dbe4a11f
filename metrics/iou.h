#pragma once

#include "metrics/overlap.h"

namespace cornu::metrics {

struct IoUOptions {
  int64_t num_classes = 0;
  std::vector<int64_t> target_class_ids = {};
  CORNU_METRIC_OPTIONS("");
  std::optional<int64_t> ignore_class = {};
  bool sparse_y_true = true;
  bool sparse_y_pred = true;
  int64_t axis = -1;
  static void fields(auto& field, auto& config) {
    field("num_classes", config.num_classes, "How many classes there are.");
    field("target_class_ids", config.target_class_ids, "The classes whose mean it is.");
    metric_fields(field, config);
    overlap_fields(field, config);
  }
};

/// Of the classes `target_class_ids` the mean of places where labels and predictions both are of
/// the class by places where either is.
MetricRef IoU(int64_t num_classes, std::vector<int64_t> target_class_ids, IoUOptions options = {});

}  // namespace cornu::metrics
