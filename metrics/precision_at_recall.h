#pragma once

#include "framework/base/field_containers.h"
#include "framework/nn/metric.h"

namespace cornu::metrics {

struct PrecisionAtRecallOptions {
  double recall = 0.5;
  int64_t num_thresholds = 200;
  std::optional<int64_t> class_id = {};
  CORNU_METRIC_OPTIONS("");
  static void fields(auto& field, auto& config) {
    field("recall", config.recall, "The recall that is asked for, in [0, 1].");
    field("num_thresholds", config.num_thresholds, "How many thresholds stand for the curve.");
    field("class_id", config.class_id,
          "The only class, an index of the last axis, that counts; null: all.");
    metric_fields(field, config);
  }
};

/// The best precision where so many positive labels are found.
MetricRef PrecisionAtRecall(double recall, PrecisionAtRecallOptions options = {});

}  // namespace cornu::metrics
